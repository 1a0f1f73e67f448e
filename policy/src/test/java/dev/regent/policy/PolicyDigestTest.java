package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static dev.regent.policy.Documents.WHOLE;
import static dev.regent.policy.Documents.policy;
import static dev.regent.policy.Documents.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyDigestTest {

    @Test
    void isThatOfTheCanonicalFormWithDefaultsMadeExplicit() throws PolicyException {
        String canonical = "{\"allowEmpty\":false,\"apiVersion\":\"regent.dev/v1\",\"kind\":\"RetentionPolicy\","
                + "\"metadata\":{\"name\":\"default\"},"
                + "\"rules\":[{\"keep\":{\"by\":\"created\",\"newest\":3}},"
                + "{\"remove\":{\"olderThan\":\"PT720H\",\"tags\":[\"a\",\"b\"]}}],"
                + "\"scope\":{\"artifactTypes\":[],\"exclude\":{\"registries\":[],\"repositories\":[]},"
                + "\"registries\":[\"**\"],\"repositories\":[\"**\"]}}";

        assertThat(policy(rules("remove: {tags: [b, a], olderThan: 30d}", "keep: {newest: 3}"))
                        .digest())
                .isEqualTo(Digest.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isTheSameForTheSameSaidInAnotherWay() throws PolicyException {
        Stream<String> same = Stream.of(
                rules("keep: {newest: 3}", "remove: {olderThan: 30d, tags: [a, b]}"),
                rules("remove: {tags: [b, \"a\", 'b'], olderThan: P30D}", "keep: {by: created, newest: 3}"),
                rules("keep: {newest: 3}", "keep: {newest: 3}", "remove: {tags: [a, b], olderThan: 720h}"),
                "# comment\n" + rules("keep: {newest: 3}", "remove: {olderThan: 30d, tags: [a, b]} # why")
                        + "scope: {registries: [\"**\"], repositories: ['**'], exclude: [], artifactTypes: []}\n"
                        + "allowEmpty: false\n",
                rules("keep: {newest: 3}", "remove: {olderThan: 30d, tags: [a, b]}")
                        .replace("{name: default}", "{description: any, name: default}"));

        Digest digest = policy(rules("keep: {newest: 3}", "remove: {olderThan: 30d, tags: [a, b]}"))
                .digest();
        assertThat(same).allSatisfy(text -> assertThat(policy(text).digest()).isEqualTo(digest));
    }

    @Test
    void changesWithEverythingThatAPolicySays() throws PolicyException {
        Digest digest = policy(WHOLE).digest();
        String[][] changes = {
            {"name: default", "name: other"},
            {"newest: 3", "newest: 4"},
            {"by: pushed", "by: created"},
            {"stable", "stables"},
            {"youngerThan: 180d", "youngerThan: 181d"},
            {"youngerThan: 180d", "olderThan: 180d"},
            {"pulledWithin", "usedWithin"},
            {"keep: {pulledWithin", "remove: {pulledWithin"},
            {"allowEmpty: false", "allowEmpty: true"},
            {"[old.example]", "[older.example]"},
            {"archive/**", "archive/*"},
            {"helm.config", "helm.conf"},
            {"registries: [\"**\"]", "registries: [\"*\"]"},
            {"\"*/app\"", "\"*/job\""},
        };
        assertThat(Stream.of(changes)).allSatisfy(change -> {
            assertThat(WHOLE).contains(change[0]);
            assertThat(policy(WHOLE.replace(change[0], change[1])).digest()).isNotEqualTo(digest);
        });
    }

    @Test
    void doesNotConfuseAListOfOneWithAPolicyOfNone() throws PolicyException {
        assertThat(policy(HEAD + "rules: []").digest())
                .isNotEqualTo(policy(rules("keep: {newest: 1}")).digest());
    }
}
