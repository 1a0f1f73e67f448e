package dev.regent.cli.remote;

import picocli.CommandLine.Command;

/// `regent environment confirm`: takes what an environment shows for all there is.
@Command(
        name = "confirm",
        description = "Says that what an environment shows now is right: older uses stop protecting.",
        sortOptions = false)
final class EnvironmentConfirmCommand extends EnvironmentCommand {

    EnvironmentConfirmCommand(Shown shown) {
        super(shown, "confirm", "Confirmed");
    }
}
