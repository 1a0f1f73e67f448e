package dev.regent.server.doctor;

import dev.regent.engine.EnvironmentLooks;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryRole;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.server.access.Actor;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.record.Deed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tries everything that Regent needs, all sources at once: it takes as long as the slowest, at
/// most the configured timeout for each request. Nothing that it sees enters the inventory.
public final class Doctor {

    private final Running running;
    private final EstatePages pages;

    public Doctor(Running running) {
        this.running = running;
        this.pages = new EstatePages(running.database());
    }

    /// Everything that `by` may see; for administrators with the right to delete, which takes a
    /// request to delete what can't exist, and is written down.
    ///
    /// @param session names the request in the record
    public List<Check> examine(Actor by, String session) throws InterruptedException {
        Configuration configuration = running.inForce().configuration();
        boolean everything = by.may(Permission.ADMINISTER);
        List<Callable<List<Check>>> visits = new ArrayList<>();
        visits.add(() -> new HouseChecks(running).all(everything, by.seesAll()));
        configuration.registries().stream()
                .filter(registry -> by.covers().test(registry.name()))
                .forEach(registry -> visits.add(() -> registry(configuration, registry, by, session)));
        configuration
                .environments()
                .forEach(environment -> visits.add(() -> environment(configuration, environment, by.seesAll())));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Check> all = new ArrayList<>();
            for (Future<List<Check>> visit : threads.invokeAll(visits)) {
                all.addAll(visit.get());
            }
            return all;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a check broke off", e);
        }
    }

    private List<Check> registry(Configuration configuration, RegistryConfig registry, Actor by, String session)
            throws InterruptedException {
        List<String> known = pages.repositories(registry.name()).stream()
                .filter(repository -> repository.gone().isEmpty())
                .map(EstatePages.RepositoryNumbers::name)
                .toList();
        boolean deleting = by.may(Permission.ADMINISTER);
        if (deleting && registry.role() == RegistryRole.PRIMARY && !known.isEmpty()) {
            running.record()
                    .append(new Deed(
                            session,
                            by.name(),
                            "registry.delete-right-tried",
                            registry.name(),
                            "",
                            Map.of("repository", known.getFirst())));
        }
        return new RegistryVisit(running.farSides(), configuration, registry, known).checks(deleting);
    }

    /// @param all also what was noticed, which can be about any registry
    private List<Check> environment(Configuration configuration, EnvironmentConfig environment, boolean all)
            throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        running.farSides()
                .environments(configuration, List.of(environment), EnvironmentLooks.Memory.NONE)
                .observe(Progress.SILENT)
                .forEach(seen -> checks.addAll(checks(seen, all)));
        return checks;
    }

    private static List<Check> checks(EnvironmentObservation seen, boolean all) {
        String name = seen.name();
        List<Check> checks = new ArrayList<>();
        checks.add(
                seen.heard() == Heard.YES
                        ? Check.good(name, "heard", seen.detail())
                        : Check.bad(
                                name,
                                "heard",
                                seen.detail(),
                                "until all of it is heard, nothing that it could use is removed"));
        if (seen.heard() == Heard.NO) {
            checks.add(Check.untried(name, "identity", "it wasn't heard"));
            return checks;
        }
        checks.add(seen.identity()
                .map(identity -> Check.good(name, "identity", "it calls itself " + identity))
                .orElseGet(() -> Check.untried(name, "identity", "it doesn't say who it is")));
        if (all) {
            seen.facts()
                    .notices()
                    .forEach(notice -> checks.add(
                            Check.bad(name, notice.kind(), notice.subject() + ": " + notice.words(), notice.remedy())));
        }
        return checks;
    }
}
