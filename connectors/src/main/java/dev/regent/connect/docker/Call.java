package dev.regent.connect.docker;

/// Every call that may be made to an engine, all of them `GET`. Nothing else can be asked for:
/// [EngineApi] takes only these.
enum Call {
    PING("/_ping", "reach"),
    VERSION("/version", "read the version of"),
    INFO("/info", "read the state of"),
    CONTAINERS("/containers/json?all=1", "list containers of"),
    /// `digests` asks for `RepoDigests`, `manifests` (API 1.47) for an index's children; engines
    /// that don't know one ignore it.
    IMAGES("/images/json?digests=1&manifests=1", "list local images of"),
    SERVICES("/services", "list services of"),
    TASKS("/tasks", "list tasks of"),
    NODES("/nodes", "list nodes of"),
    /// Of a span of time only, which [EventWindow] writes.
    EVENTS("/events", "hear changes of");

    private final String target;
    private final String action;

    Call(String target, String action) {
        this.target = target;
        this.action = action;
    }

    /// Path and query, without the API version.
    String target() {
        return target;
    }

    /// Path without query, for people.
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// For a sentence that goes on with the engine's address.
    String action() {
        return action;
    }
}
