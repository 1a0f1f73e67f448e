package dev.regent.cli;

import dev.regent.cli.terminal.Durations;
import dev.regent.cli.terminal.Surroundings;
import dev.regent.cli.terminal.TerminalProgress;
import dev.regent.engine.Audit;
import dev.regent.engine.AuditRequest;
import dev.regent.engine.report.AuditReport;
import dev.regent.testkit.demo.DemoEstate;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `regent audit`: the first half of the flow in one process. No server, no database, nothing written.
@Command(
        name = "audit",
        description = {
            "Reads registries and what runs, and says what could go and why. Nothing is written anywhere.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:no registry could be read",
            "2:bad usage, or a policy that can't be read",
            "3:done, with sources that were not wholly heard"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  regent audit --demo",
            "  regent audit http://registry:5000 --environment host=unix:///var/run/docker.sock \\",
            "      --policy retention.yaml",
            "  regent audit storage:/var/lib/registry --policy retention.yaml --output html > audit.html"
        })
final class AuditCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "REGISTRY",
            arity = "0..*",
            description =
                    "http(s)://host[:port], or storage:DIR for the folder that CNCF Distribution keeps its data in.")
    private List<String> registries = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "A retention policy, or a folder of them. Repeatable. Without one, everything is kept.")
    private List<Path> policies = new ArrayList<>();

    @Option(
            names = "--environment",
            paramLabel = "NAME=URL",
            description = "What runs images of these registries: unix:///var/run/docker.sock, ssh://user@host,"
                    + " tcp://host:2376 (with TLS by DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, as Docker's own client),"
                    + " portainer+https://host:9443, kubernetes+file:///home/me/.kube/config,"
                    + " kubernetes+https://host:6443. Repeatable. Without one, the plan can only be read.")
    private List<String> environments = new ArrayList<>();

    @Option(
            names = "--environment-token",
            paramLabel = "NAME=FILE",
            description = "The file with the API key of a Portainer, or the token of a cluster. Repeatable.")
    private List<String> environmentTokens = new ArrayList<>();

    @Option(
            names = "--repository",
            paramLabel = "GLOB",
            description = "Only these repositories; * stays within /, ** crosses. Repeatable. Names without wildcards"
                    + " are read without asking the catalog.")
    private List<String> repositories = new ArrayList<>();

    @Option(
            names = "--auth-file",
            paramLabel = "FILE",
            description = "Docker's config.json with the credentials. Default: your own (DOCKER_CONFIG or ~/.docker).")
    private @Nullable Path authFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file with certificates to trust besides the platform's.")
    private @Nullable Path caFile;

    @Option(names = "--insecure", description = "Take any TLS certificate.")
    private boolean insecure;

    @Option(
            names = "--token-realm",
            paramLabel = "HOST",
            description = "A host outside the registry's domain that may see its credentials, on any port. Repeatable.")
    private List<String> tokenRealms = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long a source may stay silent, for example 30s. Default: ${DEFAULT-VALUE}.")
    private String timeout = "30s";

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "Take ages as of this moment, for example 2026-01-31T00:00:00Z. Default: now.")
    private @Nullable String at;

    @Option(
            names = "--output",
            paramLabel = "text|json|html",
            defaultValue = "text",
            description = "What to print. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.TEXT;

    @Option(names = "--demo", description = "Audit a made-up registry and engine, with a policy of their own.")
    private boolean demo;

    AuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (demo) {
            refuseMixture();
            Instant now = at == null ? surroundings.clock().instant() : Durations.instant("--at", at);
            try (DemoEstate estate = DemoEstate.start(now)) {
                return audit(demoRequest(estate));
            }
        }
        if (registries.isEmpty()) {
            throw usage("name a registry: http(s)://host[:port] or storage:DIR; or see one with --demo");
        }
        return audit(request());
    }

    private void refuseMixture() {
        if (!registries.isEmpty() || !environments.isEmpty()) {
            throw usage("--demo brings its own registry and environment; leave others out");
        }
        if (authFile != null || caFile != null || insecure || !tokenRealms.isEmpty()) {
            throw usage("--demo needs no credentials and no TLS; leave out what is about them");
        }
    }

    private AuditRequest demoRequest(DemoEstate estate) {
        AuditRequest mine = AuditRequest.of(estate.registry().toString())
                .withEnvironments(Map.of("demo", estate.engine()))
                .withPolicies(policies.isEmpty() ? List.of(estate.policy()) : policies)
                .withRepositories(repositories);
        return mine.at(estate.now());
    }

    private AuditRequest request() {
        AuditRequest now = AuditRequest.of(registries.toArray(String[]::new))
                .withPolicies(policies)
                .withEnvironments(environmentsByName())
                .withRepositories(repositories)
                .withAccess(new AuditRequest.Access(
                        Optional.ofNullable(authFile),
                        Optional.ofNullable(caFile),
                        insecure,
                        Set.copyOf(tokenRealms),
                        environmentTokensByName(),
                        Durations.parse("--timeout", timeout)));
        return at == null ? now : now.at(Durations.instant("--at", at));
    }

    private int audit(AuditRequest request) throws Exception {
        AuditReport report;
        try (TerminalProgress progress = TerminalProgress.start(surroundings)) {
            report = new Audit(surroundings.variables(), surroundings.clock()).run(request, progress);
        }
        output.print(report, surroundings);
        return report.outcome().exitCode();
    }

    private Map<String, URI> environmentsByName() {
        Map<String, URI> byName = new LinkedHashMap<>();
        for (String text : environments) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw usage("--environment wants NAME=URL, for example host=unix:///var/run/docker.sock");
            }
            try {
                if (byName.put(text.substring(0, equals), new URI(text.substring(equals + 1))) != null) {
                    throw usage("environment " + text.substring(0, equals) + " is named twice");
                }
            } catch (URISyntaxException e) {
                throw usage("--environment " + text.substring(0, equals) + ": its address is no URL");
            }
        }
        return byName;
    }

    private Map<String, Path> environmentTokensByName() {
        Map<String, Path> byName = new LinkedHashMap<>();
        for (String text : environmentTokens) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw usage("--environment-token wants NAME=FILE, for example portainer=/run/secrets/portainer");
            }
            String name = text.substring(0, equals);
            if (environments.stream().noneMatch(environment -> environment.startsWith(name + "="))) {
                throw usage("--environment-token " + name + ": no --environment has that name");
            }
            if (byName.put(name, Path.of(text.substring(equals + 1))) != null) {
                throw usage("--environment-token names " + name + " twice");
            }
        }
        return byName;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
