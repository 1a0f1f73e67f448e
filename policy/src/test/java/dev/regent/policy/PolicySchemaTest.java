package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static dev.regent.policy.Documents.WHOLE;
import static dev.regent.policy.Documents.problems;
import static dev.regent.policy.Documents.rules;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schema and the parser say the same, as far as a schema can.
class PolicySchemaTest {

    private static Schema schema;
    private static String schemaText;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = PolicySchemaTest.class.getResourceAsStream("retention-policy.schema.json")) {
            schemaText = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText, InputFormat.JSON);
    }

    static Stream<String> good() {
        return Stream.of(
                WHOLE,
                HEAD + "rules: []",
                HEAD + "rules: []\nscope: {}",
                HEAD + "rules: []\nallowEmpty: true",
                HEAD + "rules: []\nscope: {exclude: [team/**]}",
                HEAD + "rules: []\nscope: {exclude: {}, artifactTypes: []}",
                HEAD + "rules: []\nscope: {registries: ['main:5000', '*.example'], repositories: ['a?c/**']}",
                rules("keep: {tags: [1.0, yes, 2024-01-01, 0x10, true]}"),
                rules("keep: {tagPattern: '^v'}", "remove: {tagPattern: 12}"),
                rules("keep: {olderThan: 2024-01-01, youngerThan: '2024-06-01T00:00:00Z'}"),
                rules("remove: {olderThan: PT12H}", "remove: {olderThan: P2W}", "remove: {olderThan: P1DT1S}"),
                rules("remove: {untaggedFor: 0s, usedWithin: 15m, pulledWithin: 2w}"),
                HEAD.replace("default", "a.b-c.1") + "rules: []",
                HEAD.replace("default", "a".repeat(253)) + "rules: []");
    }

    static Stream<String> bad() {
        return Stream.concat(
                Stream.of(
                        "[]",
                        "text",
                        HEAD,
                        HEAD + "rules: {}",
                        HEAD + "rules:",
                        HEAD + "rules: []\nrule: []",
                        HEAD + "rules: []\nallowEmpty: 'true'",
                        HEAD + "rules: []\nscope: []",
                        HEAD + "rules: []\nscope: {registries: []}",
                        HEAD + "rules: []\nscope: {registries: a}",
                        HEAD + "rules: []\nscope: {registries: ['a b']}",
                        HEAD + "rules: []\nscope: {registries: ['[a]']}",
                        HEAD + "rules: []\nscope: {repositories: []}",
                        HEAD + "rules: []\nscope: {repositories: ['***']}",
                        HEAD + "rules: []\nscope: {repositories: ['a:1']}",
                        HEAD + "rules: []\nscope: {repositories: ['a/']}",
                        HEAD + "rules: []\nscope: {repositories: ['/a']}",
                        HEAD + "rules: []\nscope: {repositories: ['a//b']}",
                        HEAD + "rules: []\nscope: {repositories: ['']}",
                        HEAD + "rules: []\nscope: {artifactTypes: [helm]}",
                        HEAD + "rules: []\nscope: {artifactTypes: ['a/*']}",
                        HEAD + "rules: []\nscope: {exclude: team}",
                        HEAD + "rules: []\nscope: {exclude: {tags: [a]}}",
                        HEAD + "rules: []\nscope: {exclude: ['a@b']}",
                        HEAD.replace("regent.dev/v1", "regent.dev/v2") + "rules: []",
                        HEAD.replace("kind: RetentionPolicy", "kind: Policy") + "rules: []",
                        HEAD.replace("{name: default}", "{}") + "rules: []",
                        HEAD.replace("{name: default}", "default") + "rules: []",
                        HEAD.replace("{name: default}", "{name: a, labels: {}}") + "rules: []",
                        HEAD.replace("{name: default}", "{name: a, description: [a]}") + "rules: []",
                        HEAD.replace("default", "Default") + "rules: []",
                        HEAD.replace("default", "-a") + "rules: []",
                        HEAD.replace("default", "a..b") + "rules: []",
                        HEAD.replace("default", "a".repeat(254)) + "rules: []"),
                badItems().stream().map(Documents::rules));
    }

    private static List<String> badItems() {
        return List.of(
                "",
                "{}",
                "keep",
                "keep: {}",
                "remove: {}",
                "keep:",
                "kep: {newest: 1}",
                "{keep: {newest: 1}, remove: {olderThan: 1d}}",
                "keep: {newest: 0}",
                "keep: {newest: -1}",
                "keep: {newest: '3'}",
                "keep: {newest: 1.5}",
                "keep: {newest: 9999999999}",
                "keep: {newest: 3, by: semver}",
                "keep: {by: pushed}",
                "keep: {newst: 3}",
                "remove: {newest: 3}",
                "remove: {newest: 3, by: pushed}",
                "keep: {tags: latest}",
                "keep: {tags: []}",
                "keep: {tags: [null]}",
                "keep: {tags: [[a]]}",
                "keep: {tags: ['a/b']}",
                "keep: {tags: ['a:b']}",
                "keep: {tags: ['a***']}",
                "keep: {tags: ['']}",
                "keep: {tagPattern: ''}",
                "keep: {tagPattern: [a]}",
                "keep: {tagPattern: " + "a".repeat(1001) + "}",
                "remove: {olderThan: 30}",
                "remove: {olderThan: -3d}",
                "remove: {olderThan: 30D}",
                "remove: {olderThan: P}",
                "remove: {olderThan: PT}",
                "remove: {olderThan: P1Y}",
                "remove: {olderThan: 2024-1-1}",
                "remove: {olderThan: '2024-01-01T00:00:00'}",
                "remove: {untaggedFor: 2024-01-01}",
                "remove: {usedWithin: [1d]}",
                "remove: {pulledWithin: soon}");
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothTake(String good) {
        assertThat(problems(good)).isEmpty();
        assertThat(schema.validate(good, InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void bothRefuse(String bad) {
        assertThat(problems(bad)).isNotEmpty();
        assertThat(schema.validate(bad, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void theSchemaIsOneAndItsExamplesAreGood() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(schemaText, InputFormat.JSON)).isEmpty();
        assertThat(schema.getSchemaNode().get("examples")).isNotEmpty().allSatisfy(example -> {
            assertThat(schema.validate(example)).isEmpty();
            assertThat(problems(example.toString())).isEmpty();
        });
    }
}
