package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy.Scope;
import dev.regent.oci.Text;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads where a policy holds.
final class ScopeReader {

    private static final List<Glob> ALL = List.of(Glob.parse("**"));
    private static final String OR_ALL = "leave it out for all";
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*");

    private final Problems problems;
    private final Values values;

    ScopeReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    /// What the file says of scope, defaults made explicit.
    record Read(List<Glob> registries, List<Glob> repositories, List<String> artifactTypes, Exclude exclude) {

        static final Read EVERYWHERE = new Read(ALL, ALL, List.of(), Exclude.NOTHING);

        Scope scope() {
            return new Scope(
                    new Globs(registries, exclude.registries()),
                    new Globs(repositories, exclude.repositories()),
                    Set.copyOf(artifactTypes));
        }

        Map<String, Object> canonical() {
            return Map.of(
                    "registries", ScopeReader.canonical(registries),
                    "repositories", ScopeReader.canonical(repositories),
                    "artifactTypes", artifactTypes.stream().distinct().sorted().toList(),
                    "exclude",
                            Map.of(
                                    "registries", ScopeReader.canonical(exclude.registries()),
                                    "repositories", ScopeReader.canonical(exclude.repositories())));
        }
    }

    /// A name that matches is out of scope, whatever else matches.
    record Exclude(List<Glob> registries, List<Glob> repositories) {
        static final Exclude NOTHING = new Exclude(List.of(), List.of());
    }

    Read read(Node node) {
        Optional<Mapping> mapping = Mapping.of(
                node, "`scope`", List.of("registries", "repositories", "artifactTypes", "exclude"), problems);
        return mapping.map(scope -> new Read(
                        scope.value("registries").flatMap(this::registries).orElse(ALL),
                        scope.value("repositories").flatMap(this::repositories).orElse(ALL),
                        scope.value("artifactTypes")
                                .flatMap(this::artifactTypes)
                                .orElse(List.of()),
                        scope.value("exclude").map(this::exclude).orElse(Exclude.NOTHING)))
                .orElse(Read.EVERYWHERE);
    }

    private Optional<List<Glob>> registries(Node node) {
        return values.some(node, "registries", "a glob for registries", Glob::parse, OR_ALL);
    }

    private Optional<List<Glob>> repositories(Node node) {
        return values.some(node, "repositories", "a glob for repositories", Glob::parseForRepositories, OR_ALL);
    }

    private Optional<List<String>> artifactTypes(Node node) {
        return values.list(node, "artifactTypes", "a media type", ScopeReader::mediaType);
    }

    private Exclude exclude(Node node) {
        if (node instanceof Node.Items) {
            return new Exclude(List.of(), excludedRepositories(node));
        }
        if (!(node instanceof Node.Fields)) {
            problems.wanted(
                    node,
                    "`exclude`",
                    "a list of globs for repositories, or a mapping with some of:" + " registries, repositories");
            return Exclude.NOTHING;
        }
        return Mapping.of(node, "`exclude`", List.of("registries", "repositories"), problems)
                .map(exclude -> new Exclude(
                        exclude.value("registries")
                                .flatMap(each -> values.list(each, "registries", "a glob for registries", Glob::parse))
                                .orElse(List.of()),
                        exclude.value("repositories")
                                .map(this::excludedRepositories)
                                .orElse(List.of())))
                .orElse(Exclude.NOTHING);
    }

    private List<Glob> excludedRepositories(Node node) {
        return values.list(node, "repositories", "a glob for repositories", Glob::parseForRepositories)
                .orElse(List.of());
    }

    private static String mediaType(String text) {
        if (!MEDIA_TYPE.matcher(text).matches()) {
            throw new IllegalArgumentException("a media type is wanted, such as"
                    + " application/vnd.cncf.helm.config.v1+json, and no glob; got " + Text.quoted(text));
        }
        return text;
    }

    static List<String> canonical(List<Glob> globs) {
        return globs.stream().map(Glob::text).distinct().sorted().toList();
    }
}
