package dev.regent.cli.remote;

import picocli.CommandLine.Command;

/// `regent environment retire`: ends what an environment protects.
@Command(
        name = "retire",
        description = "Says that an environment is gone for good: what it used stops protecting.",
        sortOptions = false)
final class EnvironmentRetireCommand extends EnvironmentCommand {

    EnvironmentRetireCommand(Shown shown) {
        super(shown, "retire", "Retired");
    }
}
