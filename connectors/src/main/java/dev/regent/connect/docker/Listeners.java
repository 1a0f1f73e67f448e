package dev.regent.connect.docker;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.parallel.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Hears an engine, or each node of a Swarm that agents lead to: containers' events are known on
/// their node only. It keeps one connection open.
final class Listeners implements AutoCloseable {

    private static final Duration ROLL_CALL_EVERY = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private final EngineConnection connection;
    private final String engine;
    private final boolean agents;
    private final int width;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private long rollCall;

    /// What was heard at once.
    ///
    /// @param changes a few words each
    /// @param deaf why nodes can't be heard any more, a sentence each
    record Round(List<String> changes, List<String> deaf) {
        Round {
            changes = List.copyOf(changes);
            deaf = List.copyOf(deaf);
        }
    }

    private Listeners(EngineConnection connection, String engine, boolean agents, int width) {
        this.connection = connection;
        this.engine = engine;
        this.agents = agents;
        this.width = width;
    }

    /// Listens from now on.
    static Listeners open(EngineAddress address, HttpSettings settings, String sshProgram)
            throws ConnectorException, InterruptedException {
        boolean agents = address instanceof EngineAddress.Through(var _, var theirs) && theirs;
        EngineConnection connection = EngineConnection.open(address, settings, sshProgram);
        Listeners listeners = new Listeners(connection, address.toString(), agents, settings.inFlight());
        try {
            connection.api().negotiate();
            listeners.callTheRoll();
            return listeners;
        } catch (ConnectorException | InterruptedException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Waits for events.
    ///
    /// @throws ConnectorException if nobody can be heard
    Round hear(Duration atMost) throws ConnectorException, InterruptedException {
        List<String> changes = new ArrayList<>();
        if (System.nanoTime() - rollCall > ROLL_CALL_EVERY.toNanos()) {
            changes.addAll(callTheRoll());
        }
        long before = connection.requests();
        Map<String, List<String>> heard = new ConcurrentHashMap<>();
        Map<String, ConnectorException> failed = new ConcurrentHashMap<>();
        Map<String, Listener> now = Map.copyOf(listeners);
        Duration each = each(atMost, now.size());
        Parallel.waiting(now.entrySet(), width, listener -> {
            try {
                heard.put(listener.getKey(), listener.getValue().hear(each));
            } catch (ConnectorException e) {
                failed.put(listener.getKey(), e);
            }
        });
        if (failed.size() == now.size() && !failed.isEmpty()) {
            throw failed.values().iterator().next();
        }
        heard.values().forEach(changes::addAll);
        if (failed.isEmpty() && connection.requests() - before > now.size()) {
            changes.add("the connection to " + engine + " broke, some events may be lost");
        }
        listeners.keySet().removeAll(failed.keySet());
        return new Round(
                changes,
                failed.values().stream()
                        .map(e -> Sentences.failed(Call.EVENTS, engine, e.fault()))
                        .sorted()
                        .toList());
    }

    private Duration each(Duration atMost, int number) {
        Duration share = number <= width ? atMost : atMost.multipliedBy(width).dividedBy(number);
        return share.compareTo(SHORTEST) < 0 && atMost.compareTo(SHORTEST) > 0 ? SHORTEST : share;
    }

    /// Who can be heard now.
    ///
    /// @return who could not be heard before
    private List<String> callTheRoll() throws ConnectorException, InterruptedException {
        rollCall = System.nanoTime();
        Map<String, EngineApi> engines = engines();
        listeners.keySet().retainAll(engines.keySet());
        engines.keySet().removeAll(listeners.keySet());
        Map<String, Listener> back = new ConcurrentHashMap<>();
        Map<String, ConnectorException> failed = new ConcurrentHashMap<>();
        Parallel.waiting(engines.entrySet(), width, there -> {
            try {
                back.put(there.getKey(), Listener.from(there.getValue(), there.getKey()));
            } catch (ConnectorException e) {
                failed.put(there.getKey(), e);
            }
        });
        listeners.putAll(back);
        if (listeners.isEmpty() && !failed.isEmpty()) {
            throw failed.values().iterator().next();
        }
        return back.keySet().stream().sorted().map(who -> who + " can be heard").toList();
    }

    private Map<String, EngineApi> engines() throws ConnectorException, InterruptedException {
        EngineApi api = connection.api();
        EngineApi manager = api.to(new Addressee.Manager());
        if (!agents || !(EngineInfo.of(manager.object(Call.INFO)).swarm() instanceof EngineInfo.Swarm.Manager)) {
            return new LinkedHashMap<>(Map.of(engine, api));
        }
        Map<String, EngineApi> engines = new LinkedHashMap<>();
        manager.each(Call.NODES, node -> {
            NodeItem item = NodeItem.of(node);
            Optional<Addressee.Node> addressee = item.down() ? Optional.empty() : item.addressee();
            addressee.ifPresent(to -> engines.put("node " + item.shown() + " of " + engine, api.to(to)));
        });
        return engines;
    }

    @Override
    public void close() {
        connection.close();
    }
}
