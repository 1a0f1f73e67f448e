package dev.regent.testkit.world;

import dev.regent.testkit.world.PolicyModel.Action;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.PolicyModel.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes up policies over what [WorldGenerator] makes up. Patterns are anchored at both ends, and
/// `exclude` is never used.
public final class PolicyGenerator {

    private static final List<String> PATTERNS =
            List.of("^v?\\d+\\.\\d+\\.\\d+$", "^pr-\\d+$", "^(main|dev)-.*$", "^build-[0-9]+$", "^.*$");
    private static final List<List<String>> SCOPES = List.of(
            List.of("**"), List.of("**"), List.of("**"), List.of("team-0/**"), List.of("*/app-1"), List.of("*/app-*"));

    private final RandomGenerator random;
    private final Instant now;

    public PolicyGenerator(RandomGenerator random, Instant now) {
        this.random = random;
        this.now = now;
    }

    /// None to three.
    public List<PolicyModel> policies() {
        int count = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3);
        List<PolicyModel> policies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            policies.add(policy("policy-" + i));
        }
        return policies;
    }

    /// One that keeps a little and removes more.
    public PolicyModel policy(String name) {
        List<Item> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            rules.add(new Item(Action.KEEP, conditions(this::keeping)));
        }
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            rules.add(new Item(Action.REMOVE, conditions(this::removing)));
        }
        PolicyModel policy = PolicyModel.everywhere(name, rules.toArray(Item[]::new))
                .within(SCOPES.get(random.nextInt(SCOPES.size())).toArray(String[]::new));
        if (random.nextInt(4) == 0) {
            policy = policy.judging(ImageBuilder.CHART_CONFIG);
        }
        return random.nextInt(4) == 0 ? policy.emptying() : policy;
    }

    private List<Condition> conditions(Supplier<Condition> made) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(made.get());
        if (random.nextInt(3) == 0) {
            Condition second = made.get();
            if (word(second) != word(conditions.getFirst())) {
                conditions.add(second);
            }
        }
        return conditions;
    }

    /// What must not stand twice in one line.
    private static int word(Condition condition) {
        return switch (condition) {
            case Condition.Newest _ -> 0;
            case Condition.Tags _ -> 1;
            case Condition.TagPattern _ -> 2;
            case Condition.YoungerThan _ -> 3;
            case Condition.OlderThan _, Condition.OlderThanInstant _ -> 4;
            case Condition.PulledWithin _ -> 5;
            case Condition.UsedWithin _ -> 6;
            case Condition.UntaggedFor _ -> 7;
        };
    }

    private Condition keeping() {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> new Condition.Newest(1 + random.nextInt(4), false);
            case 6, 7, 8, 9 -> new Condition.Tags(List.of("latest", "stable"));
            case 10, 11, 12, 13 -> new Condition.TagPattern(pattern());
            case 14, 15, 16, 17 -> new Condition.YoungerThan(age());
            case 18 -> new Condition.PulledWithin(age());
            default -> random.nextBoolean() ? new Condition.UsedWithin(age()) : new Condition.Newest(2, true);
        };
    }

    private Condition removing() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Condition.OlderThan(age());
            case 4 -> new Condition.OlderThanInstant(now.minus(age()));
            case 5, 6, 7 -> new Condition.TagPattern(pattern());
            case 8 -> new Condition.Tags(List.of("latest", "stable", "1.0.1"));
            default -> new Condition.UntaggedFor(age());
        };
    }

    private String pattern() {
        return PATTERNS.get(random.nextInt(PATTERNS.size()));
    }

    /// Often to the day that images have, so that limits are met exactly.
    private Duration age() {
        return Duration.ofDays(1L + random.nextInt(300));
    }
}
