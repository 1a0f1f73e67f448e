package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Who may use something, by ids. Administrators always may and are not named.
record Access(Set<Integer> users, Set<Integer> teams) {

    private static final String USERS = "UserAccessPolicies";
    private static final String TEAMS = "TeamAccessPolicies";
    private static final Shape POLICIES = new Shape.Entries(new Shape.Members(Map.of()));

    static final Access NONE = new Access(Set.of(), Set.of());

    Access {
        users = Set.copyOf(users);
        teams = Set.copyOf(teams);
    }

    /// An object that says who may use it, besides what it says anyway.
    static Shape.Members in(Shape.Members object) {
        return Shape.with(Shape.with(object, USERS, POLICIES), TEAMS, POLICIES);
    }

    static Access of(JsonNode item) {
        return new Access(Items.keys(item.path(USERS)), Items.keys(item.path(TEAMS)));
    }

    /// Whoever may use one of both.
    Access or(Access other) {
        Set<Integer> bothUsers = new HashSet<>(users);
        bothUsers.addAll(other.users);
        Set<Integer> bothTeams = new HashSet<>(teams);
        bothTeams.addAll(other.teams);
        return new Access(bothUsers, bothTeams);
    }
}
