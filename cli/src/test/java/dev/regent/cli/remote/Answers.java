package dev.regent.cli.remote;

/// What a server says, in the shapes of the interface.
public final class Answers {

    public static final String DIGEST = "sha256:7e5137f1736d826666d2a3b6d3a7b92809085c8fc5ba615e5530be14f5ea9718";
    public static final String WHOAMI = """
            {"name": "alice", "role": "approver", "registries": ["**"], "expires": "2026-12-20T12:00:00Z",
             "permissions": ["read", "propose", "approve"], "singleAdministrator": false}
            """;
    public static final String PLAN_HEAD = """
            {"digest": "%s", "registry": "main", "state": "open", "proposer": "bob", "madeAt": "2026-11-20T09:00:00Z",
             "expires": "2026-11-27T09:00:00Z", "steps": 2, "reclaimBytes": 1572864, "reclaimExact": true,
             "approvable": true, "whyNot": [], "large": false}
            """.formatted(DIGEST);
    public static final String PLAN = plan("\"yes\"", true, "");

    public static final String HEAD = """
            "execution": "7", "kind": "apply", "plan": "%s", "registry": "main", "by": "alice",
            "reason": "agreed", "startedAt": "2026-11-20T11:59:00Z"
            """.formatted(DIGEST);
    public static final String WAITING = execution("waiting", "waiting", "waiting");
    public static final String DONE = execution("done", "done", "gone");

    private Answers() {}

    public static String plan(String heard, boolean approvable, String whyNot) {
        return """
            {"digest": "%s", "registry": "main", "state": "open", "proposer": "bob", "madeAt": "2026-11-20T09:00:00Z",
             "expires": "2026-11-27T09:00:00Z", "reclaimBytes": 1572864, "reclaimExact": true,
             "approvable": %s, "whyNot": [%s], "large": false,
             "steps": [
               {"kind": "delete-manifest", "registry": "main", "repository": "team/app",
                "digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
                "tags": ["1.0"], "reason": "built 2024-01-01", "rule": "default/remove {olderThan: 30d}",
                "bytes": 524288, "undo": "until-gc", "closure": 1, "built": "2024-01-01T00:00:00Z",
                "risk": "low", "riskReasons": []},
               {"kind": "delete-manifest", "registry": "main", "repository": "team/web\\u001b[31m",
                "digest": "sha256:2222222222222222222222222222222222222222222222222222222222222222",
                "tags": ["a", "b", "c", "d"], "reason": "built 2026-10-01", "rule": "default/remove",
                "bytes": 1048576, "undo": "none", "closure": 2, "built": "2026-10-01T00:00:00Z",
                "risk": "high", "riskReasons": ["young", "four tags"]}],
             "executions": [], "policies": [],
             "sources": [{"name": "main", "kind": "registry", "heard": "yes", "detail": ""},
               {"name": "host", "kind": "environment", "heard": %s, "detail": "refused: start the engine"},
               {"name": "uses", "kind": "uses", "heard": "no", "detail": "not asked"}]}
            """.formatted(DIGEST, approvable, whyNot, heard);
    }

    public static String execution(String state, String one, String other) {
        return """
            {%s, "state": "%s", "endedAt": "2026-11-20T11:59:30Z", "freedBytes": 1572864,
             "steps": [
               {"kind": "delete-manifest", "repository": "team/app", "tags": ["1.0"], "outcome": "%s", "detail": "why one",
                "digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111"},
               {"kind": "delete-manifest", "repository": "team/web", "tags": [], "outcome": "%s", "detail": "why two",
                "digest": "sha256:2222222222222222222222222222222222222222222222222222222222222222"}],
             "gc": {"registry": "main", "kind": "distribution", "text": "Stop writes.\\nThen collect.",
                    "commands": ["docker exec registry registry garbage-collect /etc/config.yml"], "wouldFreeBytes": 1,
                    "exact": true, "waits": []},
             "undo": {"possible": true, "until": "2026-11-21T12:00:00Z", "bytesKept": 2048}}
            """.formatted(HEAD, state, one, other);
    }

    public static String step(int id, int index, String outcome) {
        return "id: " + id + "\nevent: step\ndata: {\"index\": " + index + ", \"outcome\": \"" + outcome + "\"}\n\n";
    }

    public static String head(int id, String state) {
        return "id: " + id + "\nevent: execution\ndata: {\"execution\": \"7\", \"state\": \"" + state + "\"}\n\n";
    }

    public static String items(String... items) {
        return "{\"items\": [" + String.join(",", items) + "]}";
    }
}
