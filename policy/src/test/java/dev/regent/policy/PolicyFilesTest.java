package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static dev.regent.policy.Documents.WHOLE;
import static dev.regent.policy.Documents.policy;
import static dev.regent.policy.Documents.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.retention.Condition;
import dev.regent.analyse.retention.Condition.Built;
import dev.regent.analyse.retention.Condition.Newest;
import dev.regent.analyse.retention.Condition.PulledWithin;
import dev.regent.analyse.retention.Condition.Tags;
import dev.regent.analyse.retention.Condition.UntaggedFor;
import dev.regent.analyse.retention.Condition.UsedWithin;
import dev.regent.analyse.retention.Moment;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.analyse.retention.RetentionPolicy.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyFilesTest {

    @Test
    void readsEveryKey() throws PolicyException {
        RetentionPolicy policy = policy(WHOLE);

        assertThat(policy.name()).isEqualTo("default");
        assertThat(policy.allowEmpty()).isFalse();
        assertThat(policy.scope().artifactTypes()).isEqualTo(Set.of("application/vnd.cncf.helm.config.v1+json"));
        assertThat(policy.items())
                .containsExactly(
                        keep(new Newest(3, Newest.By.CREATED)),
                        keep(new Newest(5, Newest.By.PUSHED)),
                        keep(new Tags(
                                "tags: [\"latest\", \"stable\", \"release-*\"]",
                                globs("latest", "stable", "release-*"),
                                false)),
                        keep(
                                new Tags(
                                        "tagPattern: \"^v?\\\\d+\\\\.\\\\d+\\\\.\\\\d+$\"",
                                        TagPattern.parse("^v?\\d+\\.\\d+\\.\\d+$"),
                                        false),
                                new Built(Built.Order.YOUNGER, new Moment.Ago(Duration.ofDays(180), "180d"))),
                        keep(new PulledWithin(Duration.ofDays(90), "pulledWithin: 90d")),
                        keep(new UsedWithin(Duration.ofDays(30), "usedWithin: PT720H")),
                        remove(
                                new Tags("tags: [\"pr-*\"]", globs("pr-*"), true),
                                new Built(Built.Order.OLDER, new Moment.Ago(Duration.ofDays(30), "30d"))),
                        remove(new UntaggedFor(Duration.ofDays(7), "untaggedFor: 1w")),
                        remove(new Built(
                                Built.Order.OLDER,
                                new Moment.At(Instant.parse("2024-01-01T10:00:00Z"), "2024-01-01T12:00:00+02:00"))));
    }

    @Test
    void holdsWhereAnIncludedNameIsNotExcluded() throws PolicyException {
        RetentionPolicy.Scope scope = policy(WHOLE).scope();

        assertThat(scope.includes("new.example", "team/a/b")).isTrue();
        assertThat(scope.includes("new.example", "other/app")).isTrue();
        assertThat(scope.includes("new.example", "other/job")).isFalse();
        assertThat(scope.includes("new.example", "team/archive/a")).isFalse();
        assertThat(scope.includes("old.example", "team/a/b")).isFalse();
    }

    @Test
    void holdsEverywhereWithoutAScope() throws PolicyException {
        for (String scope : List.of("", "scope: {}\n", "scope: {exclude: []}\n", "scope: {exclude: {}}\n")) {
            assertThat(policy(HEAD + scope + "rules: []").scope().includes("any:5000", "any/thing"))
                    .isTrue();
        }
    }

    @Test
    void takesAListUnderExcludeForRepositories() throws PolicyException {
        RetentionPolicy policy = policy(HEAD + "scope: {exclude: [team/*]}\nrules: []");

        assertThat(policy.scope().includes("any", "team/app")).isFalse();
        assertThat(policy.scope().includes("any", "other/app")).isTrue();
    }

    @Test
    void readsScalarsAsTheTextThatWasWritten() throws PolicyException {
        RetentionPolicy policy = policy(rules("keep: {tags: [1.0, yes, 2024-01-01, 0x10, 010, 1e3, true, 12_3]}"));

        assertThat(policy.items().getFirst().written())
                .isEqualTo(
                        "keep {tags: [\"1.0\", \"yes\", \"2024-01-01\", \"0x10\", \"010\", \"1e3\", \"true\", \"12_3\"]}");
    }

    @Test
    void letsTheNewestGoOnlyWhereThePolicySaysSo() throws PolicyException {
        assertThat(policy(HEAD + "rules: []\nallowEmpty: true").allowEmpty()).isTrue();
        assertThat(policy(HEAD + "rules: []").allowEmpty()).isFalse();
    }

    @Test
    void readsSeveralDocumentsAndPassesOverEmptyOnes() throws PolicyException {
        String second = HEAD.replace("default", "second") + "rules: []\n";

        assertThat(PolicyFiles.parse("p.yaml", "---\n" + HEAD + "rules: []\n---\n# none\n---\n" + second + "---\n"))
                .extracting(RetentionPolicy::name)
                .containsExactly("default", "second");
    }

    @Test
    void readsJsonAndAByteOrderMark() throws PolicyException {
        String json = """
                {"apiVersion": "regent.dev/v1", "kind": "RetentionPolicy",
                 "metadata": {"name": "default"}, "rules": [{"keep": {"newest": 1}}]}""";

        assertThat(policy("\uFEFF" + json)).isEqualTo(policy(rules("keep: {newest: 1}")));
    }

    private static Item keep(Condition... conditions) {
        return new Item(Action.KEEP, List.of(conditions));
    }

    private static Item remove(Condition... conditions) {
        return new Item(Action.REMOVE, List.of(conditions));
    }

    private static Globs globs(String... globs) {
        return new Globs(Stream.of(globs).map(Glob::parse).toList(), List.of());
    }
}
