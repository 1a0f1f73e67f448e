package dev.regent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.ownership.LabelKeys;
import dev.regent.analyse.ownership.MappingRule;
import dev.regent.analyse.ownership.MappingRule.Match;
import dev.regent.analyse.ownership.Ownership;
import dev.regent.analyse.ownership.RepositoryRule;
import dev.regent.analyse.ownership.Tier;
import dev.regent.policy.Glob;
import dev.regent.policy.Globs;
import dev.regent.policy.yaml.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    /// As the contract has it.
    static final String CONTRACT = """
            registries:
              - name: main
                url: http://127.0.0.1:5000
                storage: /var/lib/registry          # optional: a faster way of reading; Regent never writes there. Distribution only
                aliases: [registry.internal:5000]   # other names that references use
                role: primary                       # primary | mirror | cache; only primary is acted on
                credentials: {usernameFile: …, passwordFile: …}   # or env:, vault:, dockerConfig:
                environments: [host]                # names, or {none: reason}
                environmentsComplete: true          # without it, plans can't be approved
            environments:
              - name: host
                url: tcp://127.0.0.1:2375           # unix://…, ssh://…, portainer+https://…, kubernetes+…
            policies: [policies/]
            pins: [{image: team/app:1.0, reason: audit, owner: team-a, until: 2027-01-01}]
            grace: 24h                              # DESIGN.md invariant 8; also per registry; less than 1h is warned of
            approval: {distinctApprover: true}      # false: who proposed may approve; the record says so
            limits: {largePlan: {share: 0.2, manifests: 1000}, stopAfterFailures: 5}   # larger needs `approve --allow-large`
            """;

    private Path folder;

    @BeforeEach
    void prepare(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectory(folder.resolve("policies"));
    }

    @Test
    void readsTheSampleOfTheContract() throws Exception {
        Configuration configuration = parse(CONTRACT);

        Instant end = Instant.parse("2027-01-02T00:00:00Z");
        RegistryConfig main = new RegistryConfig(
                "main",
                URI.create("http://127.0.0.1:5000"),
                Optional.of(Path.of("/var/lib/registry")),
                List.of("registry.internal:5000"),
                RegistryRole.PRIMARY,
                new RegistryCredentials.Files(folder.resolve("…"), folder.resolve("…")),
                new RegistryEnvironments.Named(List.of("host")),
                true,
                Optional.empty(),
                List.of(Glob.parse("**")),
                Optional.empty(),
                false,
                Set.of(),
                Duration.ofMinutes(15));
        assertThat(configuration)
                .isEqualTo(new Configuration(
                        List.of(main),
                        List.of(EnvironmentConfig.at(
                                "host", URI.create("tcp://127.0.0.1:2375"), Optional.empty(), Optional.empty())),
                        List.of(folder.resolve("policies")),
                        List.of(new Pin("team/app:1.0", "audit", Optional.of("team-a"), Optional.of(end))),
                        Duration.ofHours(24),
                        new Approval(true),
                        new Limits(new Limits.LargePlan(0.2, 1000), 5),
                        new UndoRetention(Duration.ofDays(30), 1L << 30),
                        Set.of(),
                        Duration.ofSeconds(30),
                        Ownership.USUAL,
                        Set.of(),
                        configuration.warnings()));
        assertThat(configuration.warningsAt(end.minusSeconds(1))).isEmpty();
    }

    @Test
    void readsAllThatMayBeSaid() throws Exception {
        Configuration configuration = parse("""
                registries:
                  - name: main
                    url: HTTPS://Registry.Example/
                    aliases: [Old.Example, "registry.example:443"]
                    role: mirror
                    credentials: {env: {username: REGISTRY_USER, password: REGISTRY_PASSWORD}}
                    environments: {none: an archive}
                    grace: P2D
                    repositories: [team/**]
                    caFile: ca.pem
                    insecure: true
                    tokenRealms: [auth.example]
                    every: 1h
                  - {name: hub, url: "https://docker.io", credentials: {dockerConfig: /etc/docker.json}, role: cache}
                environments:
                  - {name: one, url: "ssh://ops@one.example:22", every: 30s}
                  - {name: two, url: "tcp://two.example:2376", certificates: certs, caFile: /ca.pem, insecure: true}
                limits: {largePlan: {share: 1}}
                approval: {distinctApprover: false}
                undo: {keep: 7d, bytes: 500MB}
                tokenRealms: [Realm.Example]
                timeout: 10s
                """);
        RegistryConfig main = configuration.registry("main").orElseThrow();

        assertThat(main.url()).isEqualTo(URI.create("https://registry.example"));
        assertThat(main.hosts()).containsExactlyInAnyOrder("registry.example", "registry.example:443", "old.example");
        assertThat(main.role()).isEqualTo(RegistryRole.MIRROR);
        assertThat(main.credentials())
                .isEqualTo(new RegistryCredentials.Environment("REGISTRY_USER", "REGISTRY_PASSWORD"));
        assertThat(main.environments()).isEqualTo(new RegistryEnvironments.None("an archive"));
        assertThat(main.environmentsComplete()).isFalse();
        assertThat(configuration.graceOf(main)).isEqualTo(Duration.ofDays(2));
        assertThat(main.repositories()).containsExactly(Glob.parse("team/**"));
        assertThat(main.caFile()).contains(folder.resolve("ca.pem"));
        assertThat(main.insecure()).isTrue();
        assertThat(configuration.tokenRealmsOf(main)).containsExactlyInAnyOrder("auth.example", "realm.example");
        assertThat(main.every()).isEqualTo(Duration.ofHours(1));
        RegistryConfig hub = configuration.registry("hub").orElseThrow();
        assertThat(hub.credentials()).isEqualTo(new RegistryCredentials.DockerConfig(Path.of("/etc/docker.json")));
        assertThat(hub.hosts()).contains("docker.io", "index.docker.io");
        assertThat(hub.environments()).isEqualTo(new RegistryEnvironments.Unsaid());
        assertThat(configuration.graceOf(hub)).isEqualTo(Duration.ofHours(24));
        assertThat(configuration.environment("two").orElseThrow().certificates())
                .contains(folder.resolve("certs"));
        assertThat(configuration.limits()).isEqualTo(new Limits(new Limits.LargePlan(1, 1000), 5));
        assertThat(configuration.approval()).isEqualTo(new Approval(false));
        assertThat(configuration.undo()).isEqualTo(new UndoRetention(Duration.ofDays(7), 500_000_000));
        assertThat(configuration.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsWrittenWithoutAnythingInItIsTheUsual() throws Exception {
        Configuration configuration =
                parse("registries: []\nlimits: {largePlan: {}}\nundo: {}\napproval: {}\npins: []\npolicies: []\n");

        assertThat(configuration).isEqualTo(Configuration.nothing(List.of()));
    }

    @Test
    void aFileThatIsMissingOrEmptyLooksAtNothingAndSaysSo() throws Exception {
        Path missing = folder.resolve("missing.yaml");
        Path empty = Files.writeString(folder.resolve("empty.yaml"), "# nothing yet\n");

        assertThat(ConfigurationFile.read(missing).registries()).isEmpty();
        assertThat(warnings(ConfigurationFile.read(missing)))
                .containsExactly(missing + ":1:1: there is no such file: no registry is looked at; add one under"
                        + " `registries`");
        assertThat(warnings(ConfigurationFile.read(empty)))
                .containsExactly(
                        empty + ":1:1: this file is empty: no registry is looked at; add one under `registries`");
    }

    @Test
    void readsWhomWorkloadsBelongTo() throws Exception {
        Configuration configuration = parse("""
                ownership:
                  labels: {tier: [env], owner: []}
                  rules:
                    - match: {environment: "portainer/Prod EU*", namespace: "shop-*", workload: "deployment **"}
                      tier: production
                      team: shop
                      owner: shop-oncall
                    - {tier: development}
                  repositories:
                    - {registries: [main, "old-*"], repositories: ["shop/**", charts/shop], team: shop}
                    - {team: platform}
                """);
        Glob all = Glob.parse("**");

        assertThat(configuration.ownership())
                .isEqualTo(new Ownership(
                        new LabelKeys(List.of("env"), List.of("team"), List.of()),
                        List.of(
                                new MappingRule(
                                        "mapping rule 1 (line 4)",
                                        new Match(
                                                Glob.parseWithBlanks("portainer/Prod EU*"),
                                                Glob.parse("shop-*"),
                                                Glob.parseWithBlanks("deployment **")),
                                        Optional.of(Tier.PRODUCTION),
                                        Optional.of("shop"),
                                        Optional.of("shop-oncall")),
                                new MappingRule(
                                        "mapping rule 2 (line 8)",
                                        new Match(all, all, all),
                                        Optional.of(Tier.DEVELOPMENT),
                                        Optional.empty(),
                                        Optional.empty())),
                        List.of(
                                new RepositoryRule(globs("main", "old-*"), globs("shop/**", "charts/shop"), "shop"),
                                new RepositoryRule(globs("**"), globs("**"), "platform"))));
        assertThat(configuration.labelKeys()).isEqualTo(Set.of("env", "team"));
    }

    private static Globs globs(String... texts) {
        return new Globs(Stream.of(texts).map(Glob::parse).toList(), List.of());
    }

    @Test
    void tellsWhichRegistriesAreReadAnewAfterAChange() throws Exception {
        String text = """
                registries:
                  - {name: main, url: "https://registry.example", tokenRealms: [auth.example], every: 1h}
                  - {name: other, url: "https://other.example"}
                """;
        Configuration before = parse(text);

        assertThat(parse(text).readAnew(before)).isEmpty();
        assertThat(parse(text.replace("every: 1h", "every: 2h, aliases: [a.example], grace: 1h"))
                        .readAnew(before))
                .isEmpty();
        assertThat(parse("timeout: 5s\n" + text).readAnew(before)).containsExactlyInAnyOrder("main", "other");
        for (String changed : List.of(
                "url: \"https://registry2.example\"",
                "url: \"http://registry.example\"",
                "url: \"https://registry.example\", storage: /var/lib/registry",
                "url: \"https://registry.example\", role: mirror",
                "url: \"https://registry.example\", credentials: {dockerConfig: c.json}",
                "url: \"https://registry.example\", repositories: [team/*]",
                "url: \"https://registry.example\", caFile: ca.pem",
                "url: \"https://registry.example\", insecure: true")) {
            assertThat(parse(text.replace("url: \"https://registry.example\"", changed))
                            .readAnew(before))
                    .as(changed)
                    .containsExactly("main");
        }
        assertThat(parse(text.replace("[auth.example]", "[]")).readAnew(before)).containsExactly("main");
        assertThat(parse(text + "tokenRealms: [more.example]\n").readAnew(before))
                .containsExactlyInAnyOrder("main", "other");
        assertThat(parse(text + "  - {name: third, url: \"https://third.example\"}\n")
                        .readAnew(before))
                .containsExactly("third");
        assertThat(parse("registries: []").readAnew(before)).isEmpty();
    }

    @Test
    void approvesTheRegistriesThatItHasAndThoseThatItNames() throws Exception {
        Configuration configuration = parse("""
                registries: [{name: main, url: "https://registry.example", aliases: ["old.example:5000"]}]
                approvedRegistries: [Quay.Example, "mirror.example:5000", docker.io]
                """);

        assertThat(configuration.approvedHosts())
                .containsExactlyInAnyOrder(
                        "registry.example",
                        "registry.example:443",
                        "old.example:5000",
                        "quay.example",
                        "quay.example:443",
                        "mirror.example:5000",
                        "docker.io",
                        "index.docker.io",
                        "registry-1.docker.io");
    }

    @Test
    void warnsOfAShortGraceWhereverItStands() throws Exception {
        assertThat(warnings(parse("grace: 59m\nregistries: [{name: a, url: 'http://a', grace: 0s}]")))
                .containsExactly(
                        file() + ":1:8: `grace` is less than 1h: what was pushed a moment ago may be deleted before"
                                + " anything runs it; 24h is usual",
                        file() + ":2:48: `grace` is less than 1h: what was pushed a moment ago may be deleted before"
                                + " anything runs it; 24h is usual");
        assertThat(warnings(parse("grace: 1h"))).isEmpty();
    }

    @Test
    void aDatePinsToItsEndAndThenIsWarnedOf() throws Exception {
        Configuration configuration = parse("pins: [{image: 'a:1', reason: r, until: 2026-02-28}]");
        Instant end = Instant.parse("2026-03-01T00:00:00Z");

        assertThat(configuration.pins().getFirst().holdsAt(end.minusNanos(1))).isTrue();
        assertThat(configuration.pins().getFirst().holdsAt(end)).isFalse();
        assertThat(configuration.warningsAt(end.minusNanos(1))).isEmpty();
        assertThat(configuration.warningsAt(end).stream().map(Problem::toString))
                .containsExactly(file() + ":1:41: the pin of a:1 ended at 2026-03-01T00:00:00Z and keeps nothing; take"
                        + " it out, or give it a later date");
    }

    private Path file() {
        return folder.resolve("regent.yaml");
    }

    private Configuration parse(String text) throws ConfigurationException {
        return ConfigurationFile.parse(file(), text);
    }

    private static List<String> warnings(Configuration configuration) {
        return configuration.warningsAt(Instant.MIN).stream()
                .map(Problem::toString)
                .toList();
    }
}
