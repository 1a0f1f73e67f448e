package dev.regent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema and the reader say the same, as far as a schema can.
class ConfigurationSchemaTest {

    private static final Path FILE = Path.of("/no/where/regent.yaml");
    private static Schema schema;
    private static String schemaText;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = ConfigurationSchemaTest.class.getResourceAsStream("configuration.schema.json")) {
            schemaText = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText, InputFormat.JSON);
    }

    static Stream<String> good() {
        return Stream.of(
                ConfigurationFileTest.CONTRACT.replace("[policies/]", "[]"),
                "registries: []",
                "registries: [{name: a, url: 'HTTP://a:5000/', role: cache, credentials: {dockerConfig: d}}]",
                "registries: [{name: 1, url: 'http://a', credentials: {env: {username: U, password: P}}}]",
                "registries: [{name: a, url: 'http://a', environments: {none: r}, environmentsComplete: true}]",
                "registries: [{name: a, url: 'http://a', environmentsComplete: false, repositories: ['a/**', 1]}]",
                "environments: [{name: a, url: 'ssh://u@h:22/s', every: PT30S, certificates: c}]",
                "environments: [{name: a, url: 'unix:///s'}, {name: b, url: 'tcp://h:1', insecure: true}]",
                "environments: [{name: a, url: 'portainer+https://p/base', credentials: {tokenFile: t}, only: ['prod*']}]",
                "environments: [{name: a, url: 'kubernetes+https://k:6443', credentials: {tokenVariable: T}}]",
                "environments: [{name: a, url: 'kubernetes+file:///k', context: c, resources: [{apiVersion: s.dev/v1,"
                        + " resource: services, images: ['spec.template.spec.containers[*].image']}]}]",
                "environments: [{name: a, url: 'kubernetes+in-cluster:///'}]",
                "pins: [{image: a, reason: r}, {image: 'h:1/a:b', reason: 1, until: '2027-01-01T00:00:00Z'}]",
                "limits: {largePlan: {share: 1, manifests: 1}, stopAfterFailures: 1}",
                "undo: {bytes: 1000, keep: 4w}",
                "ownership: {}\napprovedRegistries: []",
                "ownership: {labels: {tier: [env], team: [example.com/team], owner: []}, rules: []}",
                "ownership: {rules: [{match: {environment: 'p/prod*', workload: 'deployment **'}, tier: staging}, {team: 1}]}",
                "ownership: {repositories: [{registries: [main], repositories: ['shop/**', 1], team: shop}, {team: 1}]}",
                "approvedRegistries: [Quay.Example, 'mirror.example:5000', '[::1]:5000']",
                "tokenRealms: [a.example]\ntimeout: 5s\ngrace: P1DT1H\napproval: {distinctApprover: false}");
    }

    @ParameterizedTest
    @MethodSource("good")
    void bothTake(String good) throws ConfigurationException {
        assertThat(ConfigurationFile.parse(FILE, good)).isNotNull();
        assertThat(schema.validate(good, InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "registry: []",
                "registries: {}",
                "registries: [{name: a}]",
                "registries: [{url: 'http://a'}]",
                "registries: [{name: A, url: 'http://a'}]",
                "registries: [{name: a, url: 'ftp://a'}]",
                "registries: [{name: a, url: 'http://u:p@a'}]",
                "registries: [{name: a, url: 'http://a/v2'}]",
                "registries: [{name: a, url: 'http://a', role: other}]",
                "registries: [{name: a, url: 'http://a', password: p}]",
                "registries: [{name: a, url: 'http://a', credentials: {}}]",
                "registries: [{name: a, url: 'http://a', credentials: {usernameFile: u}}]",
                "registries: [{name: a, url: 'http://a', credentials: {vault: v}}]",
                "registries: [{name: a, url: 'http://a', credentials: {env: {username: U, password: 'P P'}}}]",
                "registries: [{name: a, url: 'http://a', environments: []}]",
                "registries: [{name: a, url: 'http://a', environments: {}}]",
                "registries: [{name: a, url: 'http://a', environments: {none: ' '}}]",
                "registries: [{name: a, url: 'http://a', environmentsComplete: true}]",
                "registries: [{name: a, url: 'http://a', repositories: []}]",
                "registries: [{name: a, url: 'http://a', aliases: ['http://b']}]",
                "registries: [{name: a, url: 'http://a', every: often}]",
                "environments: [{name: a, url: 'portainer+https://a'}]",
                "environments: [{name: a, url: 'kubernetes+file:///k', credentials: {tokenFile: t}}]",
                "environments: [{name: a, url: 'kubernetes+https://k', credentials: {}}]",
                "environments: [{name: a, url: 'kubernetes+https://k', context: c}]",
                "environments: [{name: a, url: 'kubernetes+https://k', only: [a]}]",
                "environments: [{name: a, url: 'tcp://k', resources: [{apiVersion: v1, resource: a, images: [a]}]}]",
                "environments: [{name: a, url: 'kubernetes+https://k', resources: [{apiVersion: v1, images: [a]}]}]",
                "environments: [{name: a, url: 'unix://s'}]",
                "environments: [{name: a, url: 'ssh://u:p@h'}]",
                "pins: [{image: a}]",
                "pins: [{image: a, reason: ''}]",
                "pins: [{image: a, reason: r, until: 30d}]",
                "grace: 24",
                "limits: {largePlan: {share: 0}}",
                "limits: {largePlan: {share: 2}}",
                "limits: {largePlan: {manifests: 0}}",
                "limits: {stopAfterFailures: 0}",
                "undo: {bytes: 0}",
                "undo: {bytes: 1 GB}",
                "tokenRealms: ['a:1']",
                "ownership: []",
                "ownership: {tiers: []}",
                "ownership: {labels: {tier: env}}",
                "ownership: {labels: {team: ['a b']}}",
                "ownership: {rules: [{match: {namespace: a}}]}",
                "ownership: {rules: [{match: {namespace: '[a]'}, tier: staging}]}",
                "ownership: {rules: [{match: {node: a}, tier: staging}]}",
                "ownership: {rules: [{tier: unknown}]}",
                "ownership: {rules: [{owner: ''}]}",
                "ownership: {repositories: {}}",
                "ownership: {repositories: [{repositories: [a]}]}",
                "ownership: {repositories: [{team: ' '}]}",
                "ownership: {repositories: [{team: a, owner: b}]}",
                "ownership: {repositories: [{team: a, repositories: []}]}",
                "ownership: {repositories: [{team: a, repositories: ['[a]']}]}",
                "ownership: {repositories: [{team: a, repositories: ['h:1/a']}]}",
                "ownership: {repositories: [{team: a, repositories: ['a/']}]}",
                "ownership: {repositories: [{team: a, registries: a}]}",
                "ownership: {repositories: [{team: a, registries: ['a***']}]}",
                "approvedRegistries: ['http://a']",
                "approvedRegistries: a",
                "approval: {distinctApprover: 'true'}"
            })
    void bothRefuse(String bad) {
        assertThatThrownBy(() -> ConfigurationFile.parse(FILE, bad)).isInstanceOf(ConfigurationException.class);
        assertThat(schema.validate(bad, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void theSchemaIsOneAndItsExamplesAreGood() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(schemaText, InputFormat.JSON)).isEmpty();
        assertThat(schema.getSchemaNode().get("examples")).isNotEmpty().allSatisfy(example -> {
            assertThat(schema.validate(example)).isEmpty();
            assertThat(ConfigurationFile.parse(FILE, example.toString())).isNotNull();
        });
    }
}
