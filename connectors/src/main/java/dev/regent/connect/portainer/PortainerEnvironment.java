package dev.regent.connect.portainer;

import dev.regent.connect.http.ConnectorException;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Progress;
import dev.regent.observe.Shortfall;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of Portainer's environments: what it says itself through Portainer, else the snapshot that Portainer kept of
/// it; and in each case what its stacks declare. Each look has connections of its own.
final class PortainerEnvironment implements EnvironmentSource {

    /// An edge agent opens its tunnel when it calls in next, every 5 s if nobody changed that.
    private static final int TUNNEL_TRIES = 3;

    private static final int SHOWN = 3;

    /// How what runs there can be known.
    sealed interface Way {

        /// It can be asked through Portainer.
        record Live(EnvironmentSource source) implements Way {}

        /// It can't be asked.
        ///
        /// @param why a sentence without its end
        record Kept(String why) implements Way {}

        /// Nothing tells.
        ///
        /// @param kind as observations have it
        /// @param why and what to do
        record Closed(String kind, String why) implements Way {}
    }

    /// What the directory knows of it.
    ///
    /// @param changed who changed it last, for people; empty where that isn't known
    /// @param gaps what was not heard that concerns it, a sentence each
    record Known(
            String name,
            EnvironmentItem item,
            List<Hint> hints,
            List<StackItem> stacks,
            List<Workload> stackWorkloads,
            Optional<String> changed,
            List<String> gaps) {}

    private final PortainerApi.Address portainer;
    private final Beyond beyond;
    private final Known known;
    private final Way way;
    private final Duration tunnelPause;

    /// @param tunnelPause how long an edge agent is given to open its tunnel before it is asked again
    PortainerEnvironment(PortainerApi.Address portainer, Beyond beyond, Known known, Way way, Duration tunnelPause) {
        this.portainer = portainer;
        this.beyond = beyond;
        this.known = known;
        this.way = way;
        this.tunnelPause = tunnelPause;
    }

    @Override
    public EnvironmentObservation observe(Progress progress) throws InterruptedException {
        try (PortainerApi api = new PortainerApi(portainer)) {
            EnvironmentObservation itself = itself(api, progress);
            StackUses.Declared declared = new StackUses(api, known.name()).read(known.stacks());
            return together(itself, declared, api.requests());
        }
    }

    @Override
    public Optional<ChangeFeed> changes() throws InterruptedException {
        return way instanceof Way.Live(var source) ? source.changes() : Optional.empty();
    }

    private EnvironmentObservation itself(PortainerApi api, Progress progress) throws InterruptedException {
        return switch (way) {
            case Way.Live(var source) -> {
                EnvironmentObservation live = live(source, progress);
                yield live.heard() == Heard.NO && known.item().docker()
                        ? kept(api, live.detail(), live.requests())
                        : live;
            }
            case Way.Kept(var why) -> kept(api, why, 0);
            case Way.Closed(var kind, var why) -> EnvironmentObservation.unheard(known.name(), kind, why, 0);
        };
    }

    /// Only while a tunnel may be about to open is it worth asking again: what is silent has had its time.
    private EnvironmentObservation live(EnvironmentSource source, Progress progress) throws InterruptedException {
        long deadline = System.nanoTime() + portainer.settings().timeout().toNanos();
        EnvironmentObservation seen = source.observe(progress);
        long requests = seen.requests();
        for (int tries = 1; known.item().edge() && seen.heard() == Heard.NO && tries < TUNNEL_TRIES; tries++) {
            if (System.nanoTime() + tunnelPause.toNanos() > deadline) {
                break;
            }
            Thread.sleep(tunnelPause);
            seen = source.observe(progress);
            requests += seen.requests();
        }
        return counted(seen, requests);
    }

    private EnvironmentObservation kept(PortainerApi api, String why, long requests) throws InterruptedException {
        Optional<Snapshots.Snapshot> last;
        try {
            last = Snapshots.last(api, known.item().id());
        } catch (ConnectorException e) {
            String failed = Sentences.failed(Call.ENVIRONMENT, api.shown(), e.fault());
            return EnvironmentObservation.unheard(known.name(), "docker", why + ". " + failed, requests);
        }
        if (last.isEmpty()) {
            return EnvironmentObservation.unheard(
                    known.name(), "docker", why + ". Portainer keeps no snapshot that tells what ran there", requests);
        }
        EnvironmentObservation then =
                beyond.snapshot(known.name(), known.name(), last.get().raw());
        String services = last.get().swarm() ? "; its services are not in it" : "";
        String gap = then.heard() == Heard.YES ? "" : ". " + then.detail();
        return new EnvironmentObservation(
                known.name(),
                then.kind(),
                Heard.PARTLY,
                last.get().told() + services + ": " + why + gap,
                then.uses(),
                requests + then.requests(),
                then.identity(),
                then.facts());
    }

    private EnvironmentObservation together(EnvironmentObservation itself, StackUses.Declared declared, long requests) {
        Shortfall shortfall = new Shortfall();
        known.gaps().forEach(shortfall::add);
        declared.gaps().forEach(shortfall::add);
        List<Use> uses = new ArrayList<>(itself.uses());
        uses.addAll(declared.uses());
        boolean lowered = itself.heard() == Heard.YES && !shortfall.isEmpty();
        boolean raised = itself.heard() == Heard.NO && !declared.uses().isEmpty();
        Heard heard = lowered || raised ? Heard.PARTLY : itself.heard();
        String detail = shortfall.isEmpty()
                ? itself.detail()
                        + stacks()
                        + known.changed().map(words -> ", " + words).orElse("")
                : itself.heard() == Heard.YES ? shortfall.toString() : itself.detail() + ". " + shortfall;
        return new EnvironmentObservation(
                known.name(),
                itself.kind(),
                heard,
                detail,
                uses,
                itself.requests() + requests,
                itself.identity(),
                facts(itself.facts()));
    }

    private EnvironmentFacts facts(EnvironmentFacts of) {
        List<Workload> workloads = new ArrayList<>(of.workloads());
        workloads.addAll(known.stackWorkloads());
        List<Hint> hints = new ArrayList<>(of.hints());
        hints.addAll(known.hints());
        return new EnvironmentFacts(workloads, hints, of.nodes(), of.images(), of.notices(), of.registries());
    }

    /// How many stacks were read, and where those come from that are not written in Portainer.
    private String stacks() {
        List<StackItem> stacks = known.stacks();
        if (stacks.isEmpty()) {
            return "";
        }
        List<String> git = stacks.stream()
                .filter(stack -> stack.git().isPresent())
                .map(stack -> stack.workload() + " from " + stack.git().get())
                .toList();
        String more = git.size() > SHOWN ? " and " + (git.size() - SHOWN) + " more from Git" : "";
        String shown = String.join(", ", git.subList(0, Math.min(SHOWN, git.size())));
        return ", " + stacks.size() + " stacks of Portainer" + (git.isEmpty() ? "" : " (" + shown + more + ")");
    }

    private static EnvironmentObservation counted(EnvironmentObservation seen, long requests) {
        return new EnvironmentObservation(
                seen.name(),
                seen.kind(),
                seen.heard(),
                seen.detail(),
                seen.uses(),
                requests,
                seen.identity(),
                seen.facts());
    }
}
