package dev.regent.policy;

import dev.regent.analyse.retention.Condition;
import dev.regent.analyse.retention.Moment;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.oci.CanonicalJson;
import dev.regent.oci.Text;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads what stands under `keep` or `remove`.
final class ConditionReader {

    private static final List<String> KEEP_ONLY = List.of("newest", "by");
    private static final List<String> BOTH =
            List.of("tags", "tagPattern", "olderThan", "youngerThan", "pulledWithin", "usedWithin", "untaggedFor");
    private static final List<String> KEEP =
            Stream.concat(KEEP_ONLY.stream(), BOTH.stream()).toList();
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.*?-]+");

    private final Problems problems;
    private final Values values;

    ConditionReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    List<Clause> read(Node node, Action action) {
        String name = action == Action.KEEP ? "`keep`" : "`remove`";
        Node known = action == Action.KEEP ? node : withoutKeepOnly(node);
        Optional<Mapping> mapping = Mapping.of(known, name, action == Action.KEEP ? KEEP : BOTH, problems);
        if (mapping.isEmpty()) {
            return List.of();
        }
        if (node instanceof Node.Fields fields && fields.fields().isEmpty()) {
            problems.add(
                    node.at(),
                    name + " is empty and would hold for every image; write a condition, for example"
                            + " `olderThan: 30d`");
        }
        return clauses(mapping.get(), action);
    }

    /// The same fields without those that only a keep has, which are problems here.
    private Node withoutKeepOnly(Node node) {
        if (!(node instanceof Node.Fields fields)) {
            return node;
        }
        List<Node.Field> known = new ArrayList<>();
        for (Node.Field field : fields.fields()) {
            if (KEEP_ONLY.contains(field.key().text())) {
                problems.add(
                        field.key().at(),
                        "`" + field.key().text() + "` stands under `keep` only; to spare the newest write an item of"
                                + " its own: `- keep: {newest: 3}`");
            } else {
                known.add(field);
            }
        }
        return new Node.Fields(fields.at(), known);
    }

    private List<Clause> clauses(Mapping mapping, Action action) {
        List<Clause> clauses = new ArrayList<>();
        newest(mapping).ifPresent(clauses::add);
        mapping.value("tags").flatMap(node -> tags(node, action)).ifPresent(clauses::add);
        mapping.value("tagPattern").flatMap(node -> tagPattern(node, action)).ifPresent(clauses::add);
        built(mapping, "olderThan", Condition.Built.Order.OLDER).ifPresent(clauses::add);
        built(mapping, "youngerThan", Condition.Built.Order.YOUNGER).ifPresent(clauses::add);
        within(mapping, "pulledWithin", Condition.PulledWithin::new).ifPresent(clauses::add);
        within(mapping, "usedWithin", Condition.UsedWithin::new).ifPresent(clauses::add);
        within(mapping, "untaggedFor", Condition.UntaggedFor::new).ifPresent(clauses::add);
        return clauses;
    }

    private Optional<Clause> newest(Mapping mapping) {
        Optional<String> by =
                mapping.value("by").flatMap(node -> values.oneOf(node, "by", List.of("created", "pushed")));
        Optional<Node> newest = mapping.value("newest");
        if (newest.isEmpty()) {
            mapping.keyAt("by")
                    .ifPresent(at -> problems.add(
                            at,
                            "`by` says how `newest` counts, and there is no `newest`; add it" + " or leave `by` out"));
            return Optional.empty();
        }
        String order = by.orElse("created");
        return values.count(newest.get(), "newest")
                .map(count -> new Clause(
                        new Condition.Newest(
                                count,
                                order.equals("created") ? Condition.Newest.By.CREATED : Condition.Newest.By.PUSHED),
                        Map.of("newest", count, "by", order)));
    }

    private Optional<Clause> tags(Node node, Action action) {
        Optional<List<Glob>> globs = values.some(
                node, "tags", "a glob for tags", ConditionReader::tagGlob, "leave it out, or name tags: [\"latest\"]");
        return globs.map(tags -> new Clause(
                new Condition.Tags(
                        tags.stream()
                                .map(glob -> CanonicalJson.of(glob.text()))
                                .collect(Collectors.joining(", ", "tags: [", "]")),
                        new Globs(tags, List.of()),
                        action == Action.REMOVE),
                Map.of("tags", ScopeReader.canonical(tags))));
    }

    private static Glob tagGlob(String text) {
        Glob glob = Glob.parse(text);
        if (!TAG.matcher(text).matches()) {
            throw new IllegalArgumentException("no tag matches " + Text.quoted(text) + ": a tag has letters, digits,"
                    + " `_`, `.` and `-` only, and neither path nor colon; for a regular expression use `tagPattern`");
        }
        return glob;
    }

    private Optional<Clause> tagPattern(Node node, Action action) {
        return values.parsed(node, "tagPattern", "a pattern of RE2", TagPattern::parse)
                .map(pattern -> new Clause(
                        new Condition.Tags(
                                "tagPattern: "
                                        + CanonicalJson.of(pattern.pattern().pattern()),
                                pattern,
                                action == Action.REMOVE),
                        Map.of("tagPattern", pattern.pattern().pattern())));
    }

    private Optional<Clause> built(Mapping mapping, String key, Condition.Built.Order order) {
        return mapping.value(key)
                .flatMap(node -> values.parsed(node, key, "a duration, an instant or a date", Times::moment))
                .map(moment -> new Clause(
                        new Condition.Built(order, moment),
                        Map.of(
                                key,
                                switch (moment) {
                                    case Moment.Ago(var duration, var _) -> duration.toString();
                                    case Moment.At(var instant, var _) -> instant.toString();
                                })));
    }

    private Optional<Clause> within(Mapping mapping, String key, BiFunction<Duration, String, Condition> condition) {
        return mapping.value(key)
                .flatMap(node -> values.parsed(node, key, "a duration", text -> {
                    Duration duration = Times.duration(text);
                    return new Clause(condition.apply(duration, key + ": " + text), Map.of(key, duration.toString()));
                }));
    }
}
