package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Action;
import dev.regent.testkit.world.PolicyModel.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What policies say of the images of one repository.
final class Conditions {

    private final SeenRepository repository;
    private final Ages ages;
    private final Ranking ranking;
    private final Instant now;
    private final boolean asked;

    Conditions(SeenRepository repository, Ages ages, Ranking ranking, Instant now, boolean asked) {
        this.asked = asked;
        this.repository = repository;
        this.ages = ages;
        this.ranking = ranking;
        this.now = now;
    }

    /// Whether a rule of that kind holds, in any of the policies.
    Truth any(List<PolicyModel> policies, Action action, Digest digest) {
        Truth any = Truth.FALSE;
        for (PolicyModel policy : policies) {
            for (PolicyModel.Item rule : policy.rules()) {
                if (rule.action() == action) {
                    Truth all = Truth.TRUE;
                    for (Condition condition : rule.conditions()) {
                        all = all.and(holds(condition, action, digest));
                    }
                    any = any.or(all);
                }
            }
        }
        return any;
    }

    private Truth holds(Condition condition, Action action, Digest digest) {
        return switch (condition) {
            case Condition.Newest(int count, boolean byPushed) ->
                byPushed ? Truth.UNKNOWN : ranking.newest(digest, count);
            case Condition.Tags(var tags) -> tagged(action, digest, tags::contains);
            case Condition.TagPattern(var pattern) ->
                tagged(action, digest, Pattern.compile(pattern).asPredicate());
            case Condition.YoungerThan(var age) -> built(digest, time -> !time.isBefore(now.minus(age)));
            case Condition.OlderThan(var age) -> built(digest, time -> time.isBefore(now.minus(age)));
            case Condition.OlderThanInstant(var limit) -> built(digest, time -> time.isBefore(limit));
            case Condition.PulledWithin _ -> Truth.UNKNOWN;
            case Condition.UsedWithin _ -> asked ? Truth.UNKNOWN : Truth.FALSE;
            case Condition.UntaggedFor _ -> repository.tags(digest).isEmpty() ? Truth.UNKNOWN : Truth.FALSE;
        };
    }

    private Truth built(Digest digest, Predicate<Instant> test) {
        Optional<Instant> time = ages.time(digest);
        return time.isEmpty() ? Truth.UNKNOWN : Truth.of(test.test(time.get()));
    }

    private Truth tagged(Action action, Digest digest, Predicate<String> test) {
        List<String> tags = repository.ordinaryTags(digest);
        return switch (action) {
            case KEEP -> Truth.of(tags.stream().anyMatch(test));
            case REMOVE -> Truth.of(!tags.isEmpty() && tags.stream().allMatch(test));
        };
    }

    /// Whether the policy is about this repository.
    static boolean covers(PolicyModel policy, String registry, String repository) {
        return matches(policy.registries(), registry)
                && matches(policy.repositories(), repository)
                && !matches(policy.exclude(), repository);
    }

    private static boolean matches(List<String> globs, String text) {
        return globs.stream().anyMatch(glob -> Pattern.matches(regex(glob), text));
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (glob.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return regex.toString();
    }
}
