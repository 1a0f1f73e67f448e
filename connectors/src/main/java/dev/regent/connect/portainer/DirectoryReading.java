package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.observe.Notice;
import dev.regent.observe.Progress;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads what one Portainer knows of its environments. Only the list of environments is indispensable; whatever else
/// is refused leaves a gap or a notice.
final class DirectoryReading {

    /// What was read.
    ///
    /// @param instance what this Portainer calls itself
    /// @param stacks empty if they could not be listed; then `stacksGap` says why
    /// @param gaps what was not heard of the directory, a sentence each
    /// @param narrow why the key shows a part only; empty if it shows everything
    /// @param activity empty where it keeps no logs or they can't be read
    record Result(
            Edition edition,
            String version,
            Optional<String> instance,
            List<EnvironmentItem> environments,
            Map<Integer, GroupItem> groups,
            Map<Integer, String> tags,
            People people,
            List<RegistryItem> registries,
            List<StackItem> stacks,
            Optional<String> stacksGap,
            EdgeStacks edge,
            Activity activity,
            List<String> gaps,
            Optional<String> narrow,
            List<Notice> notices) {

        /// For people.
        String title() {
            return "Portainer " + edition.words + " " + version;
        }

        /// Those of one environment, edge stacks among them.
        List<StackItem> stacksOf(EnvironmentItem environment) {
            return Stream.concat(stacks.stream(), edge.stacks().stream())
                    .filter(stack -> stack.environment() == environment.id())
                    .toList();
        }
    }

    enum Edition {
        COMMUNITY("CE"),
        BUSINESS("BE"),
        UNKNOWN("of unknown edition");

        private final String words;

        Edition(String words) {
            this.words = words;
        }
    }

    /// @param instance what it calls itself
    record Self(String version, Optional<String> instance) {}

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1000;
    private static final int ADMINISTRATOR = 1;
    private static final Shape STATUS = Shape.values("Version", "InstanceID");
    private static final Shape NOTHING = new Shape.Members(Map.of());

    private final PortainerApi api;
    private final String name;
    private final Progress progress;
    private final List<String> gaps = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    /// What of one element of a list is of use.
    private interface Reader<T> {
        T read(JsonNode item) throws MalformedException;
    }

    DirectoryReading(PortainerApi api, String name, Progress progress) {
        this.api = api;
        this.name = name;
        this.progress = progress;
    }

    /// @throws ConnectorException if no Portainer can be reached
    Self self() throws ConnectorException, InterruptedException {
        JsonNode status = api.read(Call.STATUS, STATUS);
        String version = Items.text(status, "Version")
                .orElseThrow(() -> new ConnectorException(
                        Call.STATUS.action() + " " + api.shown(),
                        new Fault.Unintelligible("what answers doesn't say which version of Portainer it is")));
        return new Self(Text.plain(version), Items.text(status, "InstanceID"));
    }

    /// @throws ConnectorException if environments can't be listed at all
    Result read(Self self) throws ConnectorException, InterruptedException {
        List<EnvironmentItem> environments = environments();
        Optional<Integer> role = role();
        Map<Integer, GroupItem> groups = groups();
        Map<Integer, String> tags = named(Call.TAGS, "ID", "Name", "the tags of environments");
        People people = people();
        List<RegistryItem> registries = registries();
        Edition edition = edition();
        List<StackItem> stacks = new ArrayList<>();
        Optional<String> stacksGap = Optional.empty();
        try {
            stacks = list(Call.STACKS, StackItem.SHAPE, StackItem::of);
        } catch (ConnectorException e) {
            stacksGap = Optional.of(Sentences.failed(Call.STACKS, api.shown(), e.fault()));
        }
        return new Result(
                edition,
                self.version(),
                self.instance(),
                environments,
                groups,
                tags,
                people,
                registries,
                stacks,
                stacksGap,
                edgeStacks(environments),
                activity(edition),
                gaps,
                narrow(role),
                notices);
    }

    /// In pages. What comes or goes meanwhile can shift them, so what was got is held against the number that
    /// Portainer tells.
    private List<EnvironmentItem> environments() throws ConnectorException, InterruptedException {
        Map<Integer, EnvironmentItem> environments = new LinkedHashMap<>();
        for (int page = 0; page < MOST_PAGES; page++) {
            PortainerApi.Read read;
            List<EnvironmentItem> items;
            try {
                read = api.ask(Call.ENVIRONMENTS, Shape.each(EnvironmentItem.SHAPE), 1L + page * (long) PAGE, PAGE);
                items = items(Call.ENVIRONMENTS, read.read(), EnvironmentItem::of);
            } catch (ConnectorException e) {
                if (page == 0) {
                    throw e;
                }
                gaps.add(Sentences.failed(Call.ENVIRONMENTS, api.shown(), e.fault()));
                return List.copyOf(environments.values());
            }
            items.forEach(item -> environments.put(item.id(), item));
            int total = read.answer()
                    .header("x-total-count")
                    .filter(text -> text.matches("[0-9]{1,9}"))
                    .map(Integer::valueOf)
                    .orElse(0);
            progress.at(name, Call.ENVIRONMENTS.action(), environments.size(), total);
            if (items.size() < PAGE) {
                if (environments.size() < total) {
                    gaps.add(Call.ENVIRONMENTS.action() + " " + api.shown() + ": " + environments.size() + " of "
                            + total + " came; some were added or removed meanwhile, look again");
                }
                return List.copyOf(environments.values());
            }
        }
        gaps.add(Call.ENVIRONMENTS.action() + " " + api.shown() + ": there are more pages than can be");
        return List.copyOf(environments.values());
    }

    private Optional<Integer> role() throws InterruptedException {
        try {
            return Optional.of(
                    api.read(Call.ME, Shape.values("Role")).path("Role").asInt());
        } catch (ConnectorException e) {
            return Optional.empty();
        }
    }

    private Optional<String> narrow(Optional<Integer> role) {
        return role.equals(Optional.of(ADMINISTRATOR))
                ? Optional.empty()
                : Optional.of("the API key for " + api.shown()
                        + (role.isPresent() ? " is no administrator's" : " belongs to somebody whose role isn't told")
                        + ": Portainer shows it a part only, and doesn't say which; " + Sentences.ADMINISTRATOR);
    }

    /// Only edge environments have any.
    private EdgeStacks edgeStacks(List<EnvironmentItem> environments) throws InterruptedException {
        if (environments.stream().noneMatch(EnvironmentItem::edge)) {
            return EdgeStacks.NONE;
        }
        List<EdgeStacks.Item> items = List.of();
        Call call = Call.EDGE_STACKS;
        try {
            items = list(call, EdgeStacks.STACK, EdgeStacks.Item::of);
            call = Call.EDGE_GROUPS;
            return items.isEmpty()
                    ? EdgeStacks.NONE
                    : EdgeStacks.of(items, list(call, EdgeStacks.GROUP, EdgeStacks.Group::of));
        } catch (ConnectorException e) {
            String gap = Sentences.failed(call, api.shown(), e.fault());
            return new EdgeStacks(EdgeStacks.of(items, List.of()).stacks(), List.of(gap));
        }
    }

    private Activity activity(Edition edition) throws InterruptedException {
        if (edition != Edition.BUSINESS) {
            return Activity.NONE;
        }
        Map<ActivityItem.Thing, ActivityItem> last = Map.of();
        Call call = Call.ACTIVITY;
        String missed = "who changed what";
        try {
            last = Activity.changes(api);
            call = Call.SIGN_INS;
            missed = "who tried to sign in";
            return new Activity(last, Activity.signIns(api));
        } catch (ConnectorException e) {
            notices.add(missed(call, missed, e.fault()));
            return new Activity(last, List.of());
        }
    }

    private Edition edition() throws InterruptedException {
        try {
            api.read(Call.LICENCES, NOTHING);
            return Edition.BUSINESS;
        } catch (ConnectorException e) {
            return switch (e.fault()) {
                case Fault.Refused(var status, var _) when status == 404 -> Edition.COMMUNITY;
                case Fault.Refused(var status, var _) when status == 403 -> Edition.BUSINESS;
                default -> Edition.UNKNOWN;
            };
        }
    }

    private Map<Integer, GroupItem> groups() throws InterruptedException {
        Map<Integer, GroupItem> groups = new HashMap<>();
        optional(Call.GROUPS, GroupItem.SHAPE, GroupItem::of, "the groups of environments")
                .forEach(group -> groups.put(group.id(), group));
        return groups;
    }

    private People people() throws InterruptedException {
        Map<Integer, String> users = named(Call.USERS, "Id", "Username", "the names of users");
        Map<Integer, String> teams = named(Call.TEAMS, "Id", "Name", "the names of teams");
        Map<Integer, Set<Integer>> members = new HashMap<>();
        optional(
                        Call.MEMBERSHIPS,
                        Shape.values("UserID", "TeamID"),
                        item -> Map.entry(Items.id(item, "TeamID"), Items.id(item, "UserID")),
                        "who is in which team")
                .forEach(membership -> members.computeIfAbsent(membership.getKey(), _ -> new HashSet<>())
                        .add(membership.getValue()));
        return new People(users, teams, members);
    }

    private List<RegistryItem> registries() throws InterruptedException {
        List<RegistryItem> registries = optional(
                Call.REGISTRIES,
                RegistryItem.SHAPE,
                RegistryItem::of,
                "the registries that it knows, and who may use" + " them");
        // Business Edition shows others than administrators no more than id, name and type.
        long hidden =
                registries.stream().filter(registry -> registry.url().isEmpty()).count();
        if (hidden > 0) {
            notices.add(new Notice(
                    "right-missing",
                    api.shown(),
                    "Portainer tells only the names of " + hidden + " registries",
                    Sentences.ADMINISTRATOR));
        }
        return registries;
    }

    private Map<Integer, String> named(Call call, String id, String text, String missed) throws InterruptedException {
        Map<Integer, String> names = new HashMap<>();
        optional(
                        call,
                        Shape.values(id, text),
                        item -> Map.entry(
                                Items.id(item, id), Items.text(item, text).orElse("")),
                        missed)
                .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        return names;
    }

    /// A list without which all uses are known all the same.
    private <T> List<T> optional(Call call, Shape.Members element, Reader<T> reader, String missed)
            throws InterruptedException {
        try {
            return list(call, element, reader);
        } catch (ConnectorException e) {
            notices.add(missed(call, missed, e.fault()));
            return List.of();
        }
    }

    private Notice missed(Call call, String missed, Fault fault) {
        boolean refused = fault instanceof Fault.Refused(var status, var _) && status == 403;
        return new Notice(
                refused ? "right-missing" : "not-read",
                api.shown(),
                missed + " can't be told: " + Sentences.action(call, api.shown(), fault),
                Sentences.remedy(call, fault));
    }

    private <T> List<T> list(Call call, Shape.Members element, Reader<T> reader)
            throws ConnectorException, InterruptedException {
        List<T> items = items(call, api.read(call, Shape.each(element)), reader);
        progress.at(name, call.action(), items.size(), items.size());
        return items;
    }

    private <T> List<T> items(Call call, JsonNode list, Reader<T> reader) throws ConnectorException {
        List<T> items = new ArrayList<>();
        for (JsonNode item : list) {
            try {
                items.add(reader.read(item));
            } catch (MalformedException e) {
                throw new ConnectorException(
                        call.action() + " " + api.shown(),
                        new Fault.Unintelligible("what came is not what was asked for (" + e.words() + ")"));
            }
        }
        return items;
    }
}
