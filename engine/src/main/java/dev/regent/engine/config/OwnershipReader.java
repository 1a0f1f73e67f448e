package dev.regent.engine.config;

import dev.regent.analyse.ownership.LabelKeys;
import dev.regent.analyse.ownership.MappingRule;
import dev.regent.analyse.ownership.MappingRule.Match;
import dev.regent.analyse.ownership.Ownership;
import dev.regent.analyse.ownership.RepositoryRule;
import dev.regent.analyse.ownership.Tier;
import dev.regent.oci.Text;
import dev.regent.policy.Glob;
import dev.regent.policy.Globs;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads `ownership`.
final class OwnershipReader {

    private static final Glob ALL = Glob.parse("**");

    /// As Kubernetes has keys of labels: 253 characters, a slash and 63 more at most; Docker's are shorter.
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,315}[A-Za-z0-9])?");

    private final Reading reading;
    private int number;

    OwnershipReader(Reading reading) {
        this.reading = reading;
    }

    Optional<Ownership> read(Node node) {
        return Mapping.of(node, "`ownership`", List.of("labels", "rules", "repositories"), reading.problems())
                .map(it -> new Ownership(
                        it.value("labels").flatMap(this::labels).orElse(LabelKeys.USUAL),
                        reading.each(it.value("rules"), "rules", "rules of ownership", this::rule),
                        reading.each(
                                it.value("repositories"),
                                "repositories",
                                "rules for repositories",
                                this::repositories)));
    }

    private Optional<LabelKeys> labels(Node node) {
        return Mapping.of(node, "`labels`", List.of("tier", "team", "owner"), reading.problems())
                .map(it -> new LabelKeys(
                        keys(it, "tier", LabelKeys.USUAL.tier()),
                        keys(it, "team", LabelKeys.USUAL.team()),
                        keys(it, "owner", LabelKeys.USUAL.owner())));
    }

    private List<String> keys(Mapping in, String key, List<String> usual) {
        return in.value(key)
                .flatMap(it -> reading.values().list(it, key, "the key of a label", OwnershipReader::key))
                .orElse(usual);
    }

    private static String key(String text) {
        if (!KEY.matcher(text).matches()) {
            throw new IllegalArgumentException("the key of a label has letters, digits, `.`, `_`, `-` and `/`, for"
                    + " example team or example.com/team; got " + Text.quoted(text));
        }
        return text;
    }

    private Optional<MappingRule> rule(Node node) {
        number++;
        Optional<Mapping> mapping =
                Mapping.of(node, "a rule of ownership", List.of("match", "tier", "team", "owner"), reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping rule = mapping.get();
        if (List.of("tier", "team", "owner").stream()
                .noneMatch(key -> rule.value(key).isPresent())) {
            reading.problems()
                    .add(
                            rule.at(),
                            "a rule of ownership says nothing; add `tier: production`, `team: shop` or `owner:"
                                    + " shop-oncall`");
        }
        Match match = rule.value("match").flatMap(this::match).orElse(new Match(ALL, ALL, ALL));
        Optional<Tier> tier = rule.value("tier").flatMap(this::tier);
        Optional<String> team = rule.value("team").flatMap(it -> reading.words(it, "team", "the name of a team"));
        Optional<String> owner = rule.value("owner").flatMap(it -> reading.words(it, "owner", "who is to be asked"));
        if (reading.failed()) {
            return Optional.empty();
        }
        int line = reading.problems().place(rule.at()).line();
        return Optional.of(
                new MappingRule("mapping rule " + number + " (line " + line + ")", match, tier, team, owner));
    }

    private Optional<RepositoryRule> repositories(Node node) {
        Optional<Mapping> mapping = Mapping.of(
                node, "a rule for repositories", List.of("registries", "repositories", "team"), reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping rule = mapping.get();
        Globs registries = globs(rule, "registries", "a glob for registries", Glob::parse);
        Globs names = globs(rule, "repositories", "a glob for repositories", Glob::parseForRepositories);
        return rule.required("team", "team: shop")
                .flatMap(it -> reading.words(it, "team", "the name of a team"))
                .map(team -> new RepositoryRule(registries, names, team));
    }

    private Globs globs(Mapping in, String key, String wanted, Function<String, Glob> parse) {
        List<Glob> globs = in.value(key)
                .flatMap(it -> reading.values().some(it, key, wanted, parse, "leave it out for all"))
                .orElse(List.of(ALL));
        return new Globs(globs, List.of());
    }

    private Optional<Match> match(Node node) {
        return Mapping.of(node, "`match`", List.of("environment", "namespace", "workload"), reading.problems())
                .map(it -> new Match(glob(it, "environment"), glob(it, "namespace"), glob(it, "workload")));
    }

    private Glob glob(Mapping in, String key) {
        return in.value(key)
                .flatMap(it -> reading.values().parsed(it, key, "a glob", Glob::parseWithBlanks))
                .orElse(ALL);
    }

    private Optional<Tier> tier(Node node) {
        return reading.values()
                .oneOf(node, "tier", List.of("production", "staging", "development"))
                .map(word -> Tier.valueOf(word.toUpperCase(Locale.ROOT)));
    }
}
