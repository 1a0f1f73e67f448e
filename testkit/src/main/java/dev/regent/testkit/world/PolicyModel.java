package dev.regent.testkit.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A retention policy as plain data: what generators make, oracles judge by and [#toYaml()] writes
/// for everyone else.
///
/// @param registries globs; at least one
/// @param repositories globs; at least one
/// @param exclude globs of repositories that are out of scope after all
/// @param artifactTypes artifacts that are judged as if they were images
public record PolicyModel(
        String name,
        List<String> registries,
        List<String> repositories,
        List<String> exclude,
        List<String> artifactTypes,
        List<Item> rules,
        boolean allowEmpty) {

    public enum Action {
        KEEP,
        REMOVE
    }

    /// One line of `rules`: all conditions must hold.
    public record Item(Action action, List<Condition> conditions) {
        public Item {
            conditions = List.copyOf(conditions);
        }
    }

    public sealed interface Condition {
        record Newest(int count, boolean byPushed) implements Condition {}

        record Tags(List<String> tags) implements Condition {}

        record TagPattern(String pattern) implements Condition {}

        record YoungerThan(Duration age) implements Condition {}

        record OlderThan(Duration age) implements Condition {}

        record OlderThanInstant(Instant time) implements Condition {}

        record PulledWithin(Duration age) implements Condition {}

        record UsedWithin(Duration age) implements Condition {}

        record UntaggedFor(Duration age) implements Condition {}
    }

    private static final JsonMapper JSON = new JsonMapper();

    public PolicyModel {
        registries = List.copyOf(registries);
        repositories = List.copyOf(repositories);
        exclude = List.copyOf(exclude);
        artifactTypes = List.copyOf(artifactTypes);
        rules = List.copyOf(rules);
    }

    /// Over everything, never emptying a repository.
    public static PolicyModel everywhere(String name, Item... rules) {
        return new PolicyModel(name, List.of("**"), List.of("**"), List.of(), List.of(), List.of(rules), false);
    }

    public static Item keep(Condition... conditions) {
        return new Item(Action.KEEP, List.of(conditions));
    }

    public static Item remove(Condition... conditions) {
        return new Item(Action.REMOVE, List.of(conditions));
    }

    public PolicyModel emptying() {
        return new PolicyModel(name, registries, repositories, exclude, artifactTypes, rules, true);
    }

    public PolicyModel judging(String... types) {
        return new PolicyModel(name, registries, repositories, exclude, List.of(types), rules, allowEmpty);
    }

    public PolicyModel within(String... globs) {
        return new PolicyModel(name, registries, List.of(globs), exclude, artifactTypes, rules, allowEmpty);
    }

    /// The file that a person would write.
    public String toYaml() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("apiVersion: regent.dev/v1\nkind: RetentionPolicy\n");
        yaml.append("metadata: {name: ").append(name).append("}\n");
        yaml.append("scope:\n  registries: ").append(json(registries));
        yaml.append("\n  repositories: ").append(json(repositories)).append('\n');
        if (!exclude.isEmpty()) {
            yaml.append("  exclude: ").append(json(exclude)).append('\n');
        }
        if (!artifactTypes.isEmpty()) {
            yaml.append("  artifactTypes: ").append(json(artifactTypes)).append('\n');
        }
        yaml.append("rules:\n");
        rules.forEach(rule -> yaml.append("  - ").append(line(rule)).append('\n'));
        return yaml.append("allowEmpty: ").append(allowEmpty).append('\n').toString();
    }

    private static String line(Item item) {
        String word = switch (item.action()) {
            case KEEP -> "keep";
            case REMOVE -> "remove";
        };
        return item.conditions().stream().map(PolicyModel::text).collect(Collectors.joining(", ", word + ": {", "}"));
    }

    private static String text(Condition condition) {
        return switch (condition) {
            case Condition.Newest(int count, boolean byPushed) -> "newest: " + count + (byPushed ? ", by: pushed" : "");
            case Condition.Tags(var tags) -> "tags: " + json(tags);
            case Condition.TagPattern(var pattern) -> "tagPattern: " + json(pattern);
            case Condition.YoungerThan(var age) -> "youngerThan: " + duration(age);
            case Condition.OlderThan(var age) -> "olderThan: " + duration(age);
            case Condition.OlderThanInstant(var time) -> "olderThan: " + json(time.toString());
            case Condition.PulledWithin(var age) -> "pulledWithin: " + duration(age);
            case Condition.UsedWithin(var age) -> "usedWithin: " + duration(age);
            case Condition.UntaggedFor(var age) -> "untaggedFor: " + duration(age);
        };
    }

    private static String duration(Duration age) {
        return Optional.of(age)
                .filter(whole -> whole.equals(Duration.ofHours(whole.toHours())))
                .map(whole -> whole.toHours() % 24 == 0 ? whole.toDays() + "d" : whole.toHours() + "h")
                .orElseGet(age::toString);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text can always be written", e);
        }
    }
}
