package dev.regent.cli.remote;

import dev.regent.cli.terminal.CommandGroup;
import dev.regent.cli.terminal.CommandGroup.Named;
import dev.regent.cli.terminal.Surroundings;
import java.util.List;
import java.util.function.Function;

/// The commands that speak to a server, and those that look at what it wrote.
public final class RemoteCommands {

    private final Surroundings surroundings;

    private RemoteCommands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// All of them, in the order in which people come to need them.
    public static List<CommandGroup> groups(Surroundings surroundings) {
        RemoteCommands commands = new RemoteCommands(surroundings);
        return List.of(commands.connecting(), commands.seeing(), commands.deciding(), commands.governing());
    }

    private CommandGroup connecting() {
        return new CommandGroup(
                "Which server (or REGENT_URL and REGENT_TOKEN_FILE)",
                List.of(named("login", LoginCommand::new), named("logout", LogoutCommand::new)));
    }

    private CommandGroup seeing() {
        return new CommandGroup(
                "See",
                List.of(
                        named("sources", SourcesCommand::new),
                        named("doctor", DoctorCommand::new),
                        named("look", LookCommand::new),
                        named("explain", ExplainCommand::new),
                        named("uses", UsesCommand::new),
                        named("what-if", WhatIfCommand::new),
                        named("environments", EnvironmentsCommand::new),
                        named("registries", RegistriesCommand::new),
                        new Named(
                                "estate",
                                () -> Family.of(
                                        "estate",
                                        "Says where the bytes lie, who grows, and what is waste.",
                                        named("storage", EstateStorageCommand::new),
                                        named("growth", EstateGrowthCommand::new),
                                        named("layers", EstateLayersCommand::new),
                                        named("sprawl", EstateSprawlCommand::new),
                                        named("orphans", EstateOrphansCommand::new))),
                        named("policies", PoliciesCommand::new)));
    }

    private CommandGroup deciding() {
        return new CommandGroup(
                "Decide and carry out",
                List.of(
                        named("plan", PlanCommand::new),
                        named("plans", PlansCommand::new),
                        named("approve", ApproveCommand::new),
                        named("apply", ApplyCommand::new),
                        named("executions", ExecutionsCommand::new),
                        named("stop", StopCommand::new),
                        named("undo", UndoCommand::new),
                        named("pin", PinCommand::new),
                        named("unpin", UnpinCommand::new),
                        named("pins", PinsCommand::new)));
    }

    private CommandGroup governing() {
        return new CommandGroup(
                "Govern",
                List.of(
                        new Named(
                                "environment",
                                () -> Family.of(
                                        "environment",
                                        "Says what is true of an environment that changed.",
                                        named("retire", EnvironmentRetireCommand::new),
                                        named("confirm", EnvironmentConfirmCommand::new))),
                        new Named(
                                "policy",
                                () -> Family.of(
                                        "policy", "Checks policy files.", named("check", PolicyCheckCommand::new))),
                        new Named(
                                "token",
                                () -> Family.of(
                                        "token",
                                        "Lets people and programs in, and out.",
                                        named("create", TokenCreateCommand::new),
                                        named("list", TokenListCommand::new),
                                        named("revoke", TokenRevokeCommand::new))),
                        new Named(
                                "audit-log",
                                () -> Family.of(
                                        "audit-log",
                                        "Exports and checks the record of everything that was said and done.",
                                        named("export", AuditLogExportCommand::new),
                                        named("verify", AuditLogVerifyCommand::new)))));
    }

    private Named named(String name, Function<Shown, Object> command) {
        return new Named(name, () -> command.apply(new Shown(surroundings)));
    }
}
