package dev.regent.connect.portainer;

/// Every call that may be made to Portainer itself, all of them `GET`. Nothing else can be asked for: [PortainerApi]
/// takes only these.
enum Call {
    STATUS("/api/system/status", "reach"),
    /// Exists in Business Edition only. `/api/system/version` would tell the edition too, but asks the Internet first,
    /// and shows administrators the server's whole environment.
    LICENCES("/api/licenses/info", "tell the edition of"),
    ME("/api/users/me", "tell whose key is shown to"),
    /// With snapshots each would bring all containers of its last look.
    ENVIRONMENTS("/api/endpoints?excludeSnapshots=true&start=%d&limit=%d", "list environments of"),
    ENVIRONMENT("/api/endpoints/%d", "read the snapshot kept by"),
    GROUPS("/api/endpoint_groups", "list groups of"),
    TAGS("/api/tags", "list tags of"),
    USERS("/api/users", "list users of"),
    TEAMS("/api/teams", "list teams of"),
    MEMBERSHIPS("/api/team_memberships", "list the members of teams of"),
    REGISTRIES("/api/registries", "list registries of"),
    STACKS("/api/stacks", "list stacks of"),
    STACK_FILE("/api/stacks/%d/file", "read a stack's file from"),
    EDGE_GROUPS("/api/edge_groups", "list edge groups of"),
    EDGE_STACKS("/api/edge_stacks", "list edge stacks of"),
    EDGE_STACK_FILE("/api/edge_stacks/%d/file", "read an edge stack's file from"),
    /// Exists in Business Edition only, as the next.
    ACTIVITY("/api/useractivity/logs?offset=%d&limit=%d&sortBy=Timestamp&sortDesc=true", "read the activity log of"),
    SIGN_INS(
            "/api/useractivity/authlogs?offset=%d&limit=%d&sortBy=Timestamp&sortDesc=true",
            "read the authentication log of");

    private final String target;
    private final String action;

    Call(String target, String action) {
        this.target = target;
        this.action = action;
    }

    /// Path and query.
    ///
    /// @param numbers ids and the like, one for each place that the call has for them
    String target(long... numbers) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (long number : numbers) {
            int place = target.indexOf("%d", from);
            if (place < 0 || number < 0) {
                throw new IllegalArgumentException(this + " has no place for " + number);
            }
            filled.append(target, from, place).append(number);
            from = place + "%d".length();
        }
        if (target.indexOf("%d", from) >= 0) {
            throw new IllegalArgumentException(this + " wants more than " + numbers.length + " numbers");
        }
        return filled.append(target.substring(from)).toString();
    }

    /// Path without query, for people.
    String path() {
        int query = target.indexOf('?');
        return (query < 0 ? target : target.substring(0, query)).replace("%d", "{id}");
    }

    /// Whether Portainer answers it only while Edge Compute is turned on.
    boolean edge() {
        return target.startsWith("/api/edge_");
    }

    /// For a sentence that goes on with the name of the directory.
    String action() {
        return action;
    }
}
