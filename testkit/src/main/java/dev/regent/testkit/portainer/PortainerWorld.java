package dev.regent.testkit.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What a Portainer knows. It can change while it is served.
public final class PortainerWorld {

    /// Stands for every secret that a Portainer keeps.
    public static final String CANARY = "canary-7f3a91c2";

    public static final String ADMINISTRATOR_KEY = "ptr_administrator-" + CANARY;
    public static final String STANDARD_KEY = "ptr_standard-" + CANARY;

    /// Id of the user whose key is [#STANDARD_KEY].
    public static final int STANDARD_USER = 2;

    /// Which Portainer it is.
    public enum Edition {
        /// Gives passwords of registries in clear.
        CE_2_23("2.23.0"),
        BE_2_44("2.44.0");

        private final String version;

        Edition(String version) {
            this.version = version;
        }

        String version() {
            return version;
        }
    }

    /// How an environment answers through Portainer.
    public enum State {
        UP,
        /// The engine can't be reached: 502 with nothing, as Go's proxy answers.
        DOWN,
        /// The engine's socket isn't there: 500 and a reason.
        NO_SOCKET,
        /// The edge agent opens no tunnel: 500.
        NO_TUNNEL,
        /// Nothing comes.
        SILENT
    }

    /// What Portainer kept of it.
    ///
    /// @param raw `Containers`, `Images` and `Info`
    record Snapshot(Instant time, boolean swarm, JsonNode raw) {}

    /// An environment.
    ///
    /// @param type as Portainer counts them
    /// @param behind what calls are passed on to
    /// @param heartbeat of an edge agent
    /// @param users who may use it, and `teams`
    public record Environment(
            int id,
            String name,
            int type,
            Optional<URI> behind,
            State state,
            boolean heartbeat,
            boolean async,
            int group,
            List<Integer> tags,
            Set<Integer> users,
            Set<Integer> teams) {
        public Environment {
            tags = List.copyOf(tags);
            users = Set.copyOf(users);
            teams = Set.copyOf(teams);
        }

        public Environment in(State other) {
            return new Environment(id, name, type, behind, other, heartbeat, async, group, tags, users, teams);
        }

        public Environment silentAgent() {
            return new Environment(id, name, type, behind, state, false, async, group, tags, users, teams);
        }

        public Environment withoutTunnel() {
            return new Environment(id, name, type, behind, state, heartbeat, true, group, tags, users, teams);
        }

        public Environment of(int otherGroup, List<Integer> otherTags) {
            return new Environment(
                    id, name, type, behind, state, heartbeat, async, otherGroup, otherTags, users, teams);
        }

        public Environment usableBy(Set<Integer> otherUsers, Set<Integer> otherTeams) {
            return new Environment(
                    id, name, type, behind, state, heartbeat, async, group, tags, otherUsers, otherTeams);
        }
    }

    record Group(int id, String name, List<Integer> tags, Set<Integer> teams) {}

    /// A registry with its credentials.
    ///
    /// @param users by environment, as `teams` and `namespaces`
    public record Registry(
            int id,
            int type,
            String name,
            String url,
            Map<Integer, Set<Integer>> users,
            Map<Integer, Set<Integer>> teams,
            Map<Integer, List<String>> namespaces) {
        public Registry {
            users = Map.copyOf(users);
            teams = Map.copyOf(teams);
            namespaces = Map.copyOf(namespaces);
        }
    }

    /// A stack.
    ///
    /// @param file empty where Portainer can't read it
    /// @param git empty where it was written in Portainer
    public record Stack(
            int id,
            String name,
            int type,
            int environment,
            boolean active,
            Map<String, String> variables,
            Optional<String> file,
            Optional<String> git,
            List<String> moreFiles,
            Set<Integer> teams) {
        public Stack {
            variables = Map.copyOf(variables);
            moreFiles = List.copyOf(moreFiles);
            teams = Set.copyOf(teams);
        }

        public Stack stopped() {
            return new Stack(id, name, type, environment, false, variables, file, git, moreFiles, teams);
        }

        /// The same from a Git repository.
        public Stack from(String url) {
            return new Stack(id, name, type, environment, active, variables, file, Optional.of(url), moreFiles, teams);
        }

        public Stack unreadable() {
            return new Stack(id, name, type, environment, active, variables, Optional.empty(), git, moreFiles, teams);
        }

        public Stack withMoreFiles(List<String> others) {
            return new Stack(id, name, type, environment, active, variables, file, git, others, teams);
        }

        public Stack usableBy(Set<Integer> others) {
            return new Stack(id, name, type, environment, active, variables, file, git, moreFiles, others);
        }
    }

    /// Who may see a container or service besides administrators.
    record Control(int id, String resource, Set<Integer> users, Set<Integer> teams) {}

    private final Edition edition;
    private final Map<Integer, Environment> environments = new LinkedHashMap<>();
    private final Map<Integer, Snapshot> snapshots = new LinkedHashMap<>();
    private final List<Group> groups = new ArrayList<>(List.of(new Group(1, "Unassigned", List.of(), Set.of())));
    private final Map<Integer, String> tags = new LinkedHashMap<>();
    private final Map<Integer, String> users = new LinkedHashMap<>(Map.of(1, "admin", STANDARD_USER, "dana"));
    private final Map<Integer, String> teams = new LinkedHashMap<>();
    private final Map<Integer, Set<Integer>> members = new LinkedHashMap<>();
    private final List<Registry> registries = new ArrayList<>();
    private final List<Stack> stacks = new ArrayList<>();
    private final List<Control> controls = new ArrayList<>();
    private final EdgeCompute edge = new EdgeCompute();
    private final ActivityLogs logs = new ActivityLogs();

    public PortainerWorld(Edition edition) {
        this.edition = edition;
    }

    /// Adds an environment that is up.
    ///
    /// @param behind a Docker engine, agents or a cluster, over HTTP
    /// @return its id
    public int environment(String name, int type, URI behind) {
        return add(name, type, Optional.of(behind));
    }

    /// Adds one that nothing is behind.
    ///
    /// @return its id
    public int environment(String name, int type) {
        return add(name, type, Optional.empty());
    }

    private int add(String name, int type, Optional<URI> behind) {
        int id = environments.size() + 1;
        environments.put(
                id, new Environment(id, name, type, behind, State.UP, true, false, 1, List.of(), Set.of(), Set.of()));
        return id;
    }

    public void change(int environment, UnaryOperator<Environment> change) {
        environments.computeIfPresent(environment, (_, before) -> change.apply(before));
    }

    public void remove(int environment) {
        environments.remove(environment);
    }

    /// Keeps what an engine says now.
    ///
    /// @param raw `Containers`, `Images` and `Info`
    public void keep(int environment, Instant time, boolean swarm, JsonNode raw) {
        snapshots.put(environment, new Snapshot(time, swarm, raw));
    }

    /// Adds a group of environments.
    ///
    /// @return its id
    public int group(String name, List<Integer> itsTags, Set<Integer> itsTeams) {
        groups.add(new Group(groups.size() + 1, name, List.copyOf(itsTags), Set.copyOf(itsTeams)));
        return groups.size();
    }

    /// Adds a tag.
    ///
    /// @return its id
    public int tag(String name) {
        tags.put(tags.size() + 1, name);
        return tags.size();
    }

    /// Adds a user.
    ///
    /// @return its id
    public int user(String name) {
        users.put(users.size() + 1, name);
        return users.size();
    }

    /// Adds a team.
    ///
    /// @return its id
    public int team(String name, Integer... itsMembers) {
        teams.put(teams.size() + 1, name);
        members.put(teams.size(), new LinkedHashSet<>(List.of(itsMembers)));
        return teams.size();
    }

    public void registry(Registry registry) {
        registries.add(registry);
    }

    public void stack(Stack stack) {
        stacks.add(stack);
    }

    /// Lets somebody else than administrators see a container or service.
    public void control(String resource, Set<Integer> itsUsers, Set<Integer> itsTeams) {
        controls.add(new Control(controls.size() + 1, resource, Set.copyOf(itsUsers), Set.copyOf(itsTeams)));
    }

    public EdgeCompute edge() {
        return edge;
    }

    public ActivityLogs logs() {
        return logs;
    }

    Edition edition() {
        return edition;
    }

    List<Environment> environments() {
        return List.copyOf(environments.values());
    }

    Optional<Environment> environment(int id) {
        return Optional.ofNullable(environments.get(id));
    }

    Optional<Snapshot> snapshot(int environment) {
        return Optional.ofNullable(snapshots.get(environment));
    }

    List<Group> groups() {
        return groups;
    }

    Map<Integer, String> tags() {
        return tags;
    }

    Map<Integer, String> users() {
        return users;
    }

    Map<Integer, String> teams() {
        return teams;
    }

    Map<Integer, Set<Integer>> members() {
        return members;
    }

    List<Registry> registries() {
        return registries;
    }

    List<Stack> stacks() {
        return stacks;
    }

    List<Control> controls() {
        return controls;
    }

    /// Teams that a user is in.
    Set<Integer> teamsOf(int user) {
        Set<Integer> of = new LinkedHashSet<>();
        members.forEach((team, users) -> {
            if (users.contains(user)) {
                of.add(team);
            }
        });
        return of;
    }

    boolean standardMayUse(Group group) {
        return group.teams().stream().anyMatch(teamsOf(STANDARD_USER)::contains);
    }

    /// Whether the standard user may use an environment, by its own or its group's access.
    boolean standardMayUse(Environment environment) {
        boolean byGroup = groups.stream()
                .filter(group -> group.id() == environment.group())
                .anyMatch(this::standardMayUse);
        return byGroup
                || environment.users().contains(STANDARD_USER)
                || environment.teams().stream().anyMatch(teamsOf(STANDARD_USER)::contains);
    }
}
