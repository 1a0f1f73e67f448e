package dev.regent.engine;

import dev.regent.Regent;
import dev.regent.Regent.Known;
import dev.regent.Regent.Proposal;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.engine.report.AuditReport;
import dev.regent.engine.report.Reports;
import dev.regent.observe.Environments;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistrySource;
import dev.regent.policy.PolicyException;
import dev.regent.policy.PolicyFiles;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole of `regent audit` but the words around it: looks, judges, plans, and writes nothing anywhere.
public final class Audit {

    private final Map<String, String> variables;
    private final InstantSource clock;

    /// Audits for one process.
    ///
    /// @param variables of the process that asks, such as `HTTPS_PROXY` and `DOCKER_CONFIG`
    /// @param clock ours; registries' clocks are held against it
    public Audit(Map<String, String> variables, InstantSource clock) {
        this.variables = Map.copyOf(variables);
        this.clock = clock;
    }

    /// Runs an audit.
    ///
    /// @throws IllegalArgumentException if the request can't be carried out as it is; nothing was read then
    /// @throws PolicyException if a policy can't be read
    /// @throws InterruptedException if the caller gave up
    public AuditReport run(AuditRequest request, Progress progress) throws PolicyException, InterruptedException {
        List<RetentionPolicy> policies =
                request.policies().isEmpty() ? List.of() : PolicyFiles.read(request.policies());
        Connectors connectors = new Connectors(request, variables, clock);
        Map<String, RegistrySource> registries = new LinkedHashMap<>();
        for (String text : request.registries()) {
            RegistryAddress address = RegistryAddress.parse(text);
            if (registries.put(address.identity().name(), connectors.registry(address)) != null) {
                throw new IllegalArgumentException(address.identity().name() + " is named twice");
            }
        }
        Map<String, FarEnvironment> named = new LinkedHashMap<>();
        request.environments().forEach((name, address) -> named.put(name, connectors.environment(name, address)));
        Optional<Environments> environments = Optional.of(named)
                .filter(some -> !some.isEmpty())
                .map(some -> new EnvironmentLooks(some, EnvironmentLooks.Memory.NONE));
        Instant at = request.at().orElseGet(clock::instant);
        Regent.Request asked = new Regent.Request(registries, environments, policies, at, Known.NOTHING);
        Proposal proposal = Regent.propose(asked, progress);
        return Reports.of(proposal, at, Regent.heldBack(asked, proposal));
    }
}
