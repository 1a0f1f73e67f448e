package dev.regent.server.watch;

/// What is measured, by the name that it has with a dot between its parts; `/q/metrics` shows `_` for each.
public enum Measure {
    PLAN_STEPS("regent.plan.steps", "Steps of the newest plan that waits"),
    PLAN_BYTES("regent.plan.reclaimable.bytes", "Bytes that the newest plan that waits would free"),
    SOURCE_AGE("regent.source.age.seconds", "Seconds since the last look at a source"),
    SOURCE_HEARD("regent.source.heard", "1 if the last look at a source heard all of it"),
    SOURCE_HEARD_AGE("regent.source.heard.age.seconds", "Seconds since the last look at a source that heard all of it"),
    SOURCE_GAPS("regent.source.gaps", "What the last look at a registry asked for and didn't hear"),
    LOOK_SECONDS("regent.look.seconds", "How long the last look at a registry took"),
    LOOK_REQUESTS("regent.look.requests", "Requests of the last look at a source"),
    REGISTRY_BYTES("regent.registry.stored.bytes", "Bytes that a registry's manifests mark, each once"),
    REGISTRY_ORPHANS("regent.registry.orphan.bytes", "Bytes of blobs on a registry's volume that nothing references"),
    REGISTRY_UPLOADS("regent.registry.upload.bytes", "Bytes of pushes to a registry that were not finished"),
    REGISTRY_CHANGES("regent.registry.changes.pending", "Changes that a registry told of and wasn't asked for yet"),
    ENVIRONMENT_DEAF("regent.environment.deaf", "1 while an environment could tell of changes and can't be heard"),
    EXECUTIONS("regent.executions", "Executions by state"),
    EXECUTION_STEPS("regent.execution.steps", "Steps of all executions by outcome"),
    AUDIT_HEAD("regent.audit.head.sequence", "Number of the record's last entry"),
    SHELF_BYTES("regent.undo.shelf.bytes", "Bytes kept for undoing"),
    SHELF_LIMIT("regent.undo.shelf.limit.bytes", "Bytes that may be kept for undoing"),
    CONFIGURATION_BROKEN(
            "regent.configuration.broken",
            "1 while the configuration's files can't be used and the last good ones are in force");

    private final String dotted;
    private final String meaning;

    Measure(String dotted, String meaning) {
        this.dotted = dotted;
        this.meaning = meaning;
    }

    public String dotted() {
        return dotted;
    }

    public String meaning() {
        return meaning;
    }
}
