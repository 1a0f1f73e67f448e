package dev.regent.act;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Past;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.plan.Planner.Judged;
import dev.regent.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A repository as a fresh look shows it: what may be done in it now, and what stands against the
/// rest.
public final class RepositoryNow {

    private final Optional<Judged> judged;
    private final String unheard;
    private final Map<Digest, Step> steps = new HashMap<>();
    private final Patience patience;

    /// How long what is new is left alone.
    ///
    /// @param past what was seen of the registry, up to and with this look
    /// @param grace zero or more
    /// @param now when the look began
    public record Patience(Past past, Duration grace, Instant now) {}

    /// @param judged empty if the look didn't bring the repository
    /// @param unheard why it didn't, in a sentence
    /// @param fresh steps of the plan made anew
    private RepositoryNow(Optional<Judged> judged, String unheard, List<Step> fresh, Patience patience) {
        this.judged = judged;
        this.unheard = unheard;
        this.patience = patience;
        judged.ifPresent(here -> fresh.stream()
                .filter(step -> step.repository().equals(here.view().inventory().name()))
                .forEach(step -> steps.put(step.digest(), step)));
    }

    /// A look that brought the repository.
    ///
    /// @param fresh steps of the plan made anew for it
    public static RepositoryNow of(Judged judged, List<Step> fresh, Patience patience) {
        return new RepositoryNow(Optional.of(judged), "", fresh, patience);
    }

    /// A look that didn't.
    public static RepositoryNow unheard(String why, Patience patience) {
        return new RepositoryNow(Optional.empty(), why, List.of(), patience);
    }

    Optional<Manifest> manifest(Digest digest) {
        return judgement(digest).map(_ -> inventory().content(number(digest)).manifest());
    }

    /// Why a step that was approved doesn't hold any more, or not yet; empty if it does.
    ///
    /// @param closure all digests of its closure as that was approved
    Optional<String> against(Step approved, Set<Digest> closure) {
        Step fresh = steps.get(approved.digest());
        if (fresh == null) {
            return Optional.of(judgement(approved.digest())
                    .map(judgement -> judgement.verdict().reason() + " ("
                            + judgement.verdict().rule() + ")")
                    .orElse(judged.isEmpty() ? "not heard: " + unheard : "it is no longer seen in this repository"));
        }
        if (!fresh.tags().equals(approved.tags())) {
            return Optional.of(
                    "its tags are no longer those that were approved: " + changed(approved.tags(), fresh.tags()));
        }
        return joined(fresh, closure).or(() -> tooNew(approved));
    }

    /// Whoever approved a closure didn't approve what has become part of it since: an index that
    /// lists one of it, or what belongs to one of it.
    private Optional<String> joined(Step fresh, Set<Digest> closure) {
        return steps.values().stream()
                .filter(step -> step.closure().equals(fresh.closure()) && !closure.contains(step.digest()))
                .map(step -> step.digest().brief())
                .sorted()
                .findFirst()
                .map(other -> "it hangs together with " + other + " now, which wasn't approved with it");
    }

    /// Why what is left of a closure that was begun can't be finished: somebody needs it since. Its
    /// holders went with the steps before it, so the policies have nothing more to say about it.
    ///
    /// @param content every digest by which somebody can use it
    /// @param closure all digests of the closure
    Optional<String> againstFinishing(Step approved, Set<Digest> content, Set<Digest> closure) {
        if (judged.isEmpty()) {
            return Optional.of("not heard: " + unheard);
        }
        Optional<String> blind =
                judged.get().view().evidence().unheard().stream().findFirst();
        if (blind.isPresent() || !inventory().structureHeard()) {
            return Optional.of("not heard: " + blind.orElse("all of the repository"));
        }
        int manifest = number(approved.digest());
        if (manifest < 0) {
            return content.stream()
                    .flatMap(digest -> judged.get().view().evidence().usedByDigest(digest).stream())
                    .findFirst();
        }
        Optional<String> protection =
                judged.get().view().evidence().protection(manifest).map(keep -> keep.reason());
        if (protection.isPresent()) {
            return protection;
        }
        Set<String> newTags = new LinkedHashSet<>(inventory().tags(manifest));
        approved.tags().forEach(newTags::remove);
        if (!newTags.isEmpty()) {
            return Optional.of("it was tagged " + newTags + " since");
        }
        for (int index : inventory().indexes(manifest)) {
            if (!closure.contains(inventory().digest(index))) {
                return Optional.of("it belongs to " + inventory().digest(index).brief() + ", which stays");
            }
        }
        return tooNew(approved);
    }

    private Optional<String> tooNew(Step step) {
        List<String> against = new ArrayList<>();
        if (patience.grace().isPositive()
                && judged.filter(each -> each.view().registry().clockTrusted()).isEmpty()) {
            against.add("the clocks of Regent, its database and the registry are more than 5 min apart, or one has"
                    + " jumped: nobody can tell whether it is new, and what is new is left alone");
        }
        Instant since =
                patience.past().newSince(step.repository(), step.digest()).orElse(patience.now());
        Instant until = since.plus(patience.grace());
        if (until.isAfter(patience.now())) {
            against.add(
                    "it or one of its tags is new since " + since + ", and what is new is left alone until " + until);
        }
        boolean uploading = judged.flatMap(each -> each.view().registry().volume())
                .filter(volume -> volume.uploading().contains(step.repository()))
                .isPresent();
        if (uploading && step.tags().isEmpty()) {
            against.add("something is being pushed into this repository, and could need it");
        }
        return against.stream().findFirst();
    }

    private static String changed(List<String> approved, List<String> fresh) {
        Set<String> more = new LinkedHashSet<>(fresh);
        approved.forEach(more::remove);
        Set<String> fewer = new LinkedHashSet<>(approved);
        fresh.forEach(fewer::remove);
        return (more.isEmpty() ? "" : "now also " + more)
                + (more.isEmpty() || fewer.isEmpty() ? "" : ", ")
                + (fewer.isEmpty() ? "" : "no longer " + fewer);
    }

    private Optional<Judgement> judgement(Digest digest) {
        return judged.filter(_ -> number(digest) >= 0)
                .map(each -> each.judgements().get(number(digest)));
    }

    private int number(Digest digest) {
        return inventory().find(digest);
    }

    private RepositoryInventory inventory() {
        return judged.orElseThrow().view().inventory();
    }
}
