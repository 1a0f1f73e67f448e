package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.observe.Progress;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads one engine, call by call. A call that fails leaves a gap and the others go on, unless the
/// engine fell silent: then nothing more is asked.
final class EngineReading {

    /// What was read.
    ///
    /// @param containers empty if the list brought nothing that can be used
    /// @param gaps what was not heard, a sentence each; empty if everything was
    /// @param heard calls whose answers were heard whole
    record Result(
            String engine,
            Optional<EngineInfo> info,
            List<ContainerItem> containers,
            List<ServiceItem> services,
            List<TaskItem> tasks,
            List<ImageItem> images,
            List<String> gaps,
            List<Call> heard) {}

    private static final int STEPS = 6;

    private final EngineApi api;
    private final String name;
    private final String engine;
    private final Progress progress;
    private final List<String> gaps = new ArrayList<>();
    private final List<Call> heard = new ArrayList<>();
    private boolean silent;
    private int step;

    /// @param name of the environment
    /// @param engine its address, for people
    EngineReading(EngineApi api, String name, String engine, Progress progress) {
        this.api = api;
        this.name = name;
        this.engine = engine;
        this.progress = progress;
    }

    /// @throws ConnectorException if the engine can't be reached or speaks no common version
    Result read() throws ConnectorException, InterruptedException {
        ApiVersion version = api.negotiate();
        Optional<EngineInfo> info = info();
        List<ContainerItem> containers = list(Call.CONTAINERS, ContainerItem::of);
        List<ServiceItem> services = List.of();
        List<TaskItem> tasks = List.of();
        if (info.isPresent() && isManager(info.get().swarm())) {
            services = list(Call.SERVICES, ServiceItem::of);
            tasks = list(Call.TASKS, TaskItem::of);
        }
        // Last, so that an image which came while we read is known.
        List<ImageItem> images = list(Call.IMAGES, ImageItem::of);
        String title = "Docker " + info.map(i -> Text.plain(i.version())).orElse("engine") + ", API " + version;
        return new Result(title, info, containers, services, tasks, images, gaps, heard);
    }

    private Optional<EngineInfo> info() throws ConnectorException, InterruptedException {
        try {
            EngineInfo info = EngineInfo.of(api.object(Call.INFO));
            advance(Call.INFO);
            return Optional.of(info);
        } catch (ConnectorException e) {
            if (e.fault() instanceof Fault.Refused(var status, var words) && Sentences.tooOld(status, words)) {
                throw e;
            }
            failed(Call.INFO, e);
            gaps.add(
                    "whether " + engine + " is part of a Swarm is not known, so services and tasks were not asked for");
            return Optional.empty();
        }
    }

    private <T> List<T> list(Call call, Function<JsonNode, T> item) throws InterruptedException {
        List<T> items = new ArrayList<>();
        if (silent) {
            gaps.add(call.action() + " " + engine + ": not asked, since the engine fell silent before");
            return items;
        }
        try {
            api.each(call, node -> items.add(item.apply(node)));
            advance(call);
        } catch (ConnectorException e) {
            failed(call, e);
        }
        return items;
    }

    private void advance(Call call) {
        heard.add(call);
        progress.at(name, call.action(), ++step, STEPS);
    }

    private void failed(Call call, ConnectorException e) {
        silent = silent || e.fault() instanceof Fault.Silent;
        gaps.add(Sentences.failed(call, engine, e.fault()));
    }

    private boolean isManager(EngineInfo.Swarm swarm) {
        return switch (swarm) {
            case EngineInfo.Swarm.Outside _ -> false;
            case EngineInfo.Swarm.Manager _ -> true;
            case EngineInfo.Swarm.Mute(var state, var error) -> {
                gaps.add(mute(state, error));
                yield false;
            }
            case EngineInfo.Swarm.Untold(var state) -> {
                gaps.add("read the state of " + engine + ": LocalNodeState is " + Text.quoted(state)
                        + ", so whether services exist is not known; check that a Docker engine listens there");
                yield false;
            }
        };
    }

    private String mute(String state, String error) {
        String why = error.isEmpty() ? "" : " (" + Text.plain(error) + ")";
        return switch (state) {
            case "active" ->
                engine + " is a worker of a Swarm" + why + ": only managers know services, tasks and what could be"
                        + " rolled back to; give a manager as an environment";
            case "locked" ->
                engine + " is a locked manager of a Swarm" + why + ": unlock it there with `docker swarm unlock`, or"
                        + " give another manager as an environment";
            default ->
                engine + " is in a Swarm whose state is " + state + " there" + why + ": repair it, or give another"
                        + " manager as an environment";
        };
    }
}
