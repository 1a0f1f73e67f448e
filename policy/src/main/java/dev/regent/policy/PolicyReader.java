package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.analyse.retention.RetentionPolicy.Item;
import dev.regent.oci.CanonicalJson;
import dev.regent.oci.Digest;
import dev.regent.oci.Text;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads one document.
final class PolicyReader {

    private static final String API_VERSION = "regent.dev/v1";
    private static final String KIND = "RetentionPolicy";
    private static final int LONGEST_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

    private final Problems problems;
    private final Names names;
    private final Values values;

    /// @param names of the policies that were read before
    PolicyReader(Problems problems, Names names) {
        this.problems = problems;
        this.names = names;
        this.values = new Values(problems);
    }

    /// Empty if anything is wrong with it.
    Optional<RetentionPolicy> read(Node document) {
        int before = problems.count();
        Optional<Mapping> mapping = Mapping.of(
                document,
                "a policy",
                List.of("apiVersion", "kind", "metadata", "scope", "rules", "allowEmpty"),
                problems);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping policy = mapping.get();
        exactly(policy, "apiVersion", API_VERSION);
        exactly(policy, "kind", KIND);
        Optional<String> name =
                policy.required("metadata", "metadata: {name: default}").flatMap(this::name);
        ScopeReader.Read scope = policy.value("scope")
                .map(node -> new ScopeReader(problems).read(node))
                .orElse(ScopeReader.Read.EVERYWHERE);
        List<Rule> rules = policy.required("rules", "rules: [keep: {newest: 3}]")
                .map(this::rules)
                .orElse(List.of());
        boolean allowEmpty = policy.value("allowEmpty")
                .flatMap(node -> values.flag(node, "allowEmpty"))
                .orElse(false);
        if (problems.count() > before) {
            return Optional.empty();
        }
        return name.map(it -> new RetentionPolicy(
                it,
                digest(it, scope, rules, allowEmpty),
                scope.scope(),
                rules.stream().map(Rule::item).toList(),
                allowEmpty));
    }

    private void exactly(Mapping policy, String key, String wanted) {
        policy.required(key, key + ": " + wanted).ifPresent(node -> values.oneOf(node, key, List.of(wanted)));
    }

    private Optional<String> name(Node node) {
        Optional<Mapping> metadata = Mapping.of(node, "`metadata`", List.of("name", "description"), problems);
        metadata.flatMap(it -> it.value("description")).ifPresent(this::description);
        Optional<Node> named = metadata.flatMap(it -> it.required("name", "name: default"));
        Optional<String> name = named.flatMap(it -> values.parsed(it, "name", "a name", PolicyReader::dnsName));
        if (named.isPresent() && name.isPresent()) {
            names.claim(name.get(), named.get().at(), problems);
        }
        return name;
    }

    /// For people only: it may have several lines, and is no part of the digest.
    private void description(Node node) {
        if (!(node instanceof Node.Scalar scalar) || scalar.nothing()) {
            problems.wanted(node, "`description`", "text");
        }
    }

    private static String dnsName(String text) {
        if (text.length() > LONGEST_NAME || !NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a name has lower-case letters, digits, `-` and `.`, begins and ends with"
                            + " a letter or digit, and has at most " + LONGEST_NAME
                            + " characters, for example keep-releases;"
                            + " got " + Text.quoted(text));
        }
        return text;
    }

    private List<Rule> rules(Node node) {
        if (!(node instanceof Node.Items items)) {
            problems.wanted(node, "`rules`", "a list of items, each `- keep: {…}` or `- remove: {…}`");
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        for (Node each : items.nodes()) {
            rule(each).ifPresent(rules::add);
        }
        return rules;
    }

    private Optional<Rule> rule(Node node) {
        Optional<Mapping> mapping = Mapping.of(node, "an item of `rules`", List.of("keep", "remove"), problems);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping item = mapping.get();
        if (item.isEmpty()) {
            problems.add(item.at(), "an item of `rules` is empty; write `keep: {…}` or `remove: {…}`, or leave it out");
        }
        if (item.value("keep").isPresent()) {
            item.keyAt("remove")
                    .ifPresent(at -> problems.add(
                            at, "`keep` and `remove` stand in one item; begin an item of its own: `- remove: {…}`"));
        }
        Optional<Rule> keep = item.value("keep").flatMap(it -> rule(it, Action.KEEP));
        Optional<Rule> remove = item.value("remove").flatMap(it -> rule(it, Action.REMOVE));
        return keep.or(() -> remove);
    }

    private Optional<Rule> rule(Node node, Action action) {
        List<Clause> clauses = new ConditionReader(problems).read(node, action);
        return clauses.isEmpty() ? Optional.empty() : Optional.of(new Rule(action, clauses));
    }

    private static Digest digest(String name, ScopeReader.Read scope, List<Rule> rules, boolean allowEmpty) {
        Map<String, Object> canonical = Map.of(
                "apiVersion",
                API_VERSION,
                "kind",
                KIND,
                "metadata",
                Map.of("name", name),
                "scope",
                scope.canonical(),
                "rules",
                canonical(rules),
                "allowEmpty",
                allowEmpty);
        return Digest.sha256(CanonicalJson.of(canonical).getBytes(StandardCharsets.UTF_8));
    }

    /// In the order of their canonical text, each once.
    private static List<Object> canonical(List<Rule> rules) {
        Map<String, Object> sorted = new TreeMap<>();
        rules.forEach(rule -> sorted.put(CanonicalJson.of(rule.canonical()), rule.canonical()));
        return List.copyOf(sorted.values());
    }

    private record Rule(Action action, List<Clause> clauses) {

        Item item() {
            return new Item(action, clauses.stream().map(Clause::condition).toList());
        }

        Map<String, Object> canonical() {
            Map<String, Object> conditions = new HashMap<>();
            clauses.forEach(clause -> conditions.putAll(clause.canonical()));
            return Map.of(action == Action.KEEP ? "keep" : "remove", conditions);
        }
    }
}
