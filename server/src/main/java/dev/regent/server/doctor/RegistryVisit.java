package dev.regent.server.doctor;

import dev.regent.act.RawManifest;
import dev.regent.act.Reading;
import dev.regent.engine.FarSides;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryRole;
import dev.regent.inventory.RegistryInventory;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.Remembered;
import dev.regent.policy.Glob;
import dev.regent.server.estate.Plans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tries what is needed of one registry, in few requests.
final class RegistryVisit {

    /// Its catalog is read, and no repository.
    private static final List<Glob> NOTHING = List.of(Glob.parse("none/of/these/is/a/repository/of/yours"));

    private final FarSides farSides;
    private final Configuration configuration;
    private final RegistryConfig registry;
    private final List<String> known;
    private final List<Check> checks = new ArrayList<>();

    /// @param known repositories that were seen in it before
    RegistryVisit(FarSides farSides, Configuration configuration, RegistryConfig registry, List<String> known) {
        this.farSides = farSides;
        this.configuration = configuration;
        this.registry = registry;
        this.known = List.copyOf(known);
    }

    /// @param deleting whether the right to delete is tried too
    List<Check> checks(boolean deleting) throws InterruptedException {
        boolean acts = registry.role() == RegistryRole.PRIMARY;
        registry.storage().ifPresent(this::storage);
        if (reached()) {
            catalog();
            if (known.isEmpty()) {
                List.of("tags", "manifest").forEach(check -> untried(check, "no repository of it was seen yet"));
            } else {
                single(deleting && acts);
            }
        }
        if (!acts) {
            untried(
                    "delete",
                    "it is a " + registry.role().name().toLowerCase(Locale.ROOT) + ": Regent never acts on it");
        } else if (!deleting) {
            untried("delete", "only administrators have the right to delete tried");
        }
        List<String> unmet = Plans.unmet(registry);
        checks.add(
                unmet.isEmpty()
                        ? Check.good(registry.name(), "environments", "all environments that use it are named")
                        : acts
                                ? Check.bad(
                                        registry.name(),
                                        "environments",
                                        "no plan of it can be approved",
                                        String.join("; ", unmet))
                                : Check.untried(registry.name(), "environments", String.join("; ", unmet)));
        return List.copyOf(checks);
    }

    private void storage(Path folder) {
        Path repositories = folder.resolve("docker/registry/v2/repositories");
        if (Files.isDirectory(repositories) && Files.isReadable(repositories) && Files.isExecutable(repositories)) {
            good("storage", folder + " can be read");
        } else if (Files.exists(folder)) {
            bad(
                    "storage",
                    repositories + (Files.isDirectory(repositories) ? " can't be read" : " isn't there"),
                    "let the user of this process read it, and name the folder that is Distribution's rootdirectory");
        } else {
            bad(
                    "storage",
                    folder + " isn't there",
                    "mount the registry's folder here, or name another with `storage:`");
        }
    }

    private boolean reached() throws InterruptedException {
        RegistryObservation seen = observe(Optional.of(Set.of()), registry.repositories());
        if (seen.heard() == Heard.NO) {
            bad(
                    "reachable",
                    seen.detail(),
                    "check the address, that the registry runs, its certificate, and the credentials of it");
            List.of("catalog", "tags", "manifest", "clock").forEach(check -> untried(check, "it wasn't reached"));
            return false;
        }
        good("reachable", registry.url() + "/v2/ answers and lets us in");
        long apart = seen.clockOff().abs().toSeconds();
        if (seen.clockOff().abs().compareTo(RegistryInventory.CLOCKS_APART) <= 0) {
            good("clock", "its clock is " + apart + " s from ours");
        } else {
            bad(
                    "clock",
                    "its clock is " + apart + " s from ours, so that no age in it counts",
                    "set both clocks by NTP");
        }
        return true;
    }

    private void catalog() throws InterruptedException {
        RegistryObservation seen = observe(Optional.empty(), NOTHING);
        if (seen.heard() == Heard.YES) {
            good("catalog", "its repositories can be listed");
        } else {
            bad(
                    "catalog",
                    seen.detail(),
                    "give the credentials the right to list the catalog (scope registry:catalog:*), or read its folder"
                            + " with `storage:`");
        }
    }

    private RegistryObservation observe(Optional<Set<String>> only, List<Glob> repositories)
            throws InterruptedException {
        RegistryConfig overHttp = new RegistryConfig(
                registry.name(),
                registry.url(),
                Optional.empty(),
                registry.aliases(),
                registry.role(),
                registry.credentials(),
                registry.environments(),
                registry.environmentsComplete(),
                registry.grace(),
                repositories,
                registry.caFile(),
                registry.insecure(),
                registry.tokenRealms(),
                registry.every());
        return farSides.registry(configuration, overHttp, only, Remembered.NOTHING)
                .observe(BuildTimes.NONE, Progress.SILENT);
    }

    private void single(boolean deleting) throws InterruptedException {
        String repository = known.getFirst();
        try (FarSides.Hands hands = farSides.hands(configuration, registry)) {
            switch (hands.probe().tags(repository)) {
                case Reading.Here<Set<String>>(Set<String> tags) -> {
                    good("tags", "the tags of " + repository + " can be listed");
                    manifest(hands, repository, tags);
                }
                case Reading.Gone<Set<String>> _ -> {
                    untried("tags", repository + " is no longer there");
                    untried("manifest", repository + " is no longer there");
                }
                case Reading.Unheard<Set<String>>(String why) -> {
                    bad("tags", why, "give the credentials the right to pull from " + repository);
                    untried("manifest", "the tags of " + repository + " can't be listed");
                }
            }
            if (deleting) {
                checks.add(DeleteRight.of(registry.name(), repository, hands.writer()));
            }
        } catch (IllegalArgumentException e) {
            bad("tags", String.valueOf(e.getMessage()), "let the credentials be read by this process");
        }
    }

    private void manifest(FarSides.Hands hands, String repository, Set<String> tags) throws InterruptedException {
        if (tags.isEmpty()) {
            untried("manifest", repository + " has no tag");
            return;
        }
        String tag = tags.stream().sorted().findFirst().orElseThrow();
        switch (hands.probe().manifest(repository, tag)) {
            case Reading.Here<RawManifest> _ -> good("manifest", repository + ":" + tag + " can be read");
            case Reading.Gone<RawManifest> _ ->
                bad(
                        "manifest",
                        repository + ":" + tag + " is listed and isn't there",
                        "push the image again, or delete the tag: nothing can be pulled by it");
            case Reading.Unheard<RawManifest>(String why) ->
                bad("manifest", why, "give the credentials the right to pull from " + repository);
        }
    }

    private void good(String check, String detail) {
        checks.add(Check.good(registry.name(), check, detail));
    }

    private void bad(String check, String detail, String remedy) {
        checks.add(Check.bad(registry.name(), check, detail, remedy));
    }

    private void untried(String check, String why) {
        checks.add(Check.untried(registry.name(), check, why));
    }
}
