package dev.regent.given;

import dev.regent.analyse.retention.Condition;
import dev.regent.analyse.retention.Condition.Built;
import dev.regent.analyse.retention.Condition.Built.Order;
import dev.regent.analyse.retention.Moment;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.analyse.retention.RetentionPolicy.Item;
import dev.regent.analyse.retention.RetentionPolicy.Scope;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Builds a policy that holds everywhere unless it is told otherwise.
public final class PolicyBuilder {

    private final String name;
    private final List<Item> items = new ArrayList<>();
    private final Set<String> artifactTypes = new HashSet<>();
    private Predicate<String> registries = registry -> true;
    private Predicate<String> repositories = repository -> true;
    private boolean allowEmpty;

    private PolicyBuilder(String name) {
        this.name = name;
    }

    public static PolicyBuilder aPolicy() {
        return new PolicyBuilder("default");
    }

    public static PolicyBuilder aPolicy(String name) {
        return new PolicyBuilder(name);
    }

    public PolicyBuilder keep(Condition... conditions) {
        items.add(new Item(Action.KEEP, List.of(conditions)));
        return this;
    }

    public PolicyBuilder remove(Condition... conditions) {
        items.add(new Item(Action.REMOVE, List.of(conditions)));
        return this;
    }

    /// `remove: {olderThan: …d}`
    public PolicyBuilder removeOlderThan(int days) {
        return remove(olderThan(days));
    }

    public static Condition olderThan(int days) {
        return new Built(Order.OLDER, new Moment.Ago(Duration.ofDays(days), days + "d"));
    }

    public static Condition youngerThan(int days) {
        return new Built(Order.YOUNGER, new Moment.Ago(Duration.ofDays(days), days + "d"));
    }

    public static Condition anyTag(String tag) {
        return new Condition.Tags("tags: [" + tag + "]", tag::equals, false);
    }

    public static Condition everyTag(String tag) {
        return new Condition.Tags("tags: [" + tag + "]", tag::equals, true);
    }

    public PolicyBuilder registry(String only) {
        registries = only::equals;
        return this;
    }

    public PolicyBuilder repository(String only) {
        repositories = only::equals;
        return this;
    }

    public PolicyBuilder artifactType(String type) {
        artifactTypes.add(type);
        return this;
    }

    public PolicyBuilder allowEmpty() {
        allowEmpty = true;
        return this;
    }

    public RetentionPolicy build() {
        return new RetentionPolicy(
                name,
                Digest.sha256(name.getBytes(StandardCharsets.UTF_8)),
                new Scope(registries, repositories, artifactTypes),
                items,
                allowEmpty);
    }
}
