package dev.regent.server.estate;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.RepositoryView;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryObservation;
import dev.regent.oci.Digest;
import dev.regent.plan.Planner.Judged;
import dev.regent.plan.Step;
import dev.regent.server.access.Actor;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.JudgedManifest;
import dev.regent.store.record.Deed;
import dev.regent.store.record.RecordStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at registries by itself, so that the inventory is true and a plan is ready.
public final class Watcher {

    private static final Logger log = LoggerFactory.getLogger(Watcher.class);

    private final Looks looks;
    private final Plans plans;
    private final EstateStore estate;
    private final RecordStore record;

    public Watcher(Looks looks, Plans plans, EstateStore estate, RecordStore record) {
        this.looks = looks;
        this.plans = plans;
        this.estate = estate;
        this.record = record;
    }

    /// Looks at all of a registry and keeps what it proposes.
    ///
    /// @throws InterruptedException if the caller gave up
    public Look watch(RegistryConfig registry) throws InterruptedException {
        Look look = looks.watch(registry, Progress.SILENT);
        RegistryObservation seen = look.proposal().registries().getFirst();
        record.append(new Deed(
                look.session(),
                Actor.REGENT.name(),
                "registry.looked",
                registry.name(),
                "",
                Map.of(
                        "heard", word(seen.heard()),
                        "detail", seen.detail(),
                        "requests", String.valueOf(seen.requests()),
                        "plan", look.plan().digest().value())));
        if (seen.heard() == Heard.NO) {
            log.atWarn()
                    .addKeyValue("registry", registry.name())
                    .addKeyValue("why", seen.detail())
                    .log("registry not heard");
            return look;
        }
        estate.keepVerdicts(registry.name(), verdicts(look), look.heldBack());
        // Of what wasn't heard nothing is proposed; the plan of before isn't worse for that.
        if (heardAll(look) || plans.none(registry.name())) {
            plans.keep(Actor.REGENT, look, Origin.USUAL);
        }
        log.atInfo()
                .addKeyValue("registry", registry.name())
                .addKeyValue("heard", word(seen.heard()))
                .addKeyValue("steps", look.plan().steps().size())
                .addKeyValue("reclaimBytes", look.plan().reclaimBytes())
                .log("registry looked at");
        return look;
    }

    private static boolean heardAll(Look look) {
        return look.proposal().registries().stream().allMatch(seen -> seen.heard() == Heard.YES)
                && look.proposal().environments().stream().allMatch(seen -> seen.heard() == Heard.YES);
    }

    static String word(Heard heard) {
        return heard.name().toLowerCase(Locale.ROOT);
    }

    private record Place(String repository, Digest digest) {}

    /// Bytes are what a step frees; of what stays, what the manifest and its blobs take.
    private static List<JudgedManifest> verdicts(Look look) {
        Map<Place, Step> steps = new HashMap<>();
        look.plan().steps().forEach(step -> steps.put(new Place(step.repository(), step.digest()), step));
        List<JudgedManifest> all = new ArrayList<>();
        for (Judged judged : look.proposal().judged()) {
            RepositoryView view = judged.view();
            for (int manifest = 0; manifest < judged.judgements().size(); manifest++) {
                Judgement judgement = judged.judgements().get(manifest);
                Step step = steps.get(new Place(judgement.repository(), judgement.digest()));
                long bytes = step == null ? size(view, manifest) : step.bytes();
                all.add(new JudgedManifest(judgement, bytes, view.images().built(manifest)));
            }
        }
        return all;
    }

    private static long size(RepositoryView view, int manifest) {
        return view.inventory().content(manifest).size()
                + view.inventory().content(manifest).manifest().blobs().stream()
                        .distinct()
                        .mapToLong(blob -> blob.size())
                        .sum();
    }
}
