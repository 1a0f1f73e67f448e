package dev.regent.connect.portainer;

import dev.regent.oci.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Users and teams by their ids.
///
/// @param members of each team
record People(Map<Integer, String> users, Map<Integer, String> teams, Map<Integer, Set<Integer>> members) {

    People {
        users = Map.copyOf(users);
        teams = Map.copyOf(teams);
        members = Map.copyOf(members);
    }

    List<String> userNames(Set<Integer> ids) {
        return ids.stream().sorted().map(id -> called("user", id, users)).toList();
    }

    List<String> teamNames(Set<Integer> ids) {
        return ids.stream().sorted().map(id -> called("team", id, teams)).toList();
    }

    /// The name of the team that may use something, if no other team may, and nobody who isn't in it.
    Optional<String> onlyTeam(Access access) {
        if (access.teams().size() != 1) {
            return Optional.empty();
        }
        int team = access.teams().iterator().next();
        boolean others = !members.getOrDefault(team, Set.of()).containsAll(access.users());
        return others ? Optional.empty() : Optional.ofNullable(teams.get(team));
    }

    private static String called(String what, int id, Map<Integer, String> names) {
        return Optional.ofNullable(names.get(id)).map(Text::plain).orElse(what + " " + id);
    }
}
