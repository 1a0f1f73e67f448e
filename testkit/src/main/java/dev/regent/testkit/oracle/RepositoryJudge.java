package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import dev.regent.testkit.oracle.Opinion.Judged;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Judges the manifests of one repository.
final class RepositoryJudge {

    private static final Set<String> ANY_NAMED =
            Set.of(Opinion.NO_POLICY, Opinion.DEFAULT, Opinion.LAST_IMAGE, Opinion.NOT_AN_IMAGE);

    private final Question question;
    private final SeenRepository repository;
    private final Ranking ranking;
    private final Conditions conditions;
    private final Set<Digest> used;
    private final List<PolicyModel> policies;
    private final boolean hasUnknown;

    RepositoryJudge(Question question, SeenRepository repository) {
        this.question = question;
        this.repository = repository;
        this.hasUnknown = repository.hasUnknown();
        Ages ages = new Ages(question.world(), repository, question.now());
        this.ranking = new Ranking(repository, ages);
        this.conditions = new Conditions(
                repository, ages, ranking, question.now(), question.uses().isPresent());
        this.used = UsedImages.in(repository, question);
        this.policies = question.policies().stream()
                .filter(policy -> Conditions.covers(policy, question.registry(), repository.name()))
                .toList();
    }

    SortedMap<Digest, Judged> verdicts() {
        Map<Digest, Judged> own = new TreeMap<>();
        for (Digest digest : repository.manifests().keySet()) {
            own.put(digest, own(digest));
        }
        Map<Digest, Verdict> verdicts = new TreeMap<>();
        Set<Digest> rooted = rooted(own);
        own.forEach((digest, alone) -> verdicts.put(digest, rooted.contains(digest) ? alone.verdict() : Verdict.KEEP));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Digest digest : own.keySet()) {
                Verdict before = Optional.ofNullable(verdicts.get(digest)).orElseThrow();
                Verdict next = settled(digest, before, verdicts);
                verdicts.put(digest, next);
                changed |= next != before;
            }
        }
        SortedMap<Digest, Judged> judged = new TreeMap<>();
        own.forEach((digest, alone) -> judged.put(
                digest,
                worded(digest, alone, Optional.ofNullable(verdicts.get(digest)).orElseThrow(), verdicts)));
        return judged;
    }

    /// What is judged by itself, what stays anyway, and all that belongs to these. The rest belongs
    /// only to itself, in a ring.
    private Set<Digest> rooted(Map<Digest, Judged> own) {
        Set<Digest> rooted = new TreeSet<>();
        own.forEach((digest, alone) -> {
            if (repository.isJudged(digest) || alone.verdict() == Verdict.KEEP) {
                rooted.add(digest);
            }
        });
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Digest digest : own.keySet()) {
                if (repository.holders(digest).stream().anyMatch(rooted::contains)) {
                    grew |= rooted.add(digest);
                }
            }
        }
        return rooted;
    }

    /// The verdict as far as the holders' present verdicts tell; with those it can only rise.
    private Verdict settled(Digest digest, Verdict before, Map<Digest, Verdict> verdicts) {
        Verdict verdict = before;
        for (Digest holder : repository.holders(digest)) {
            verdict = verdict.or(Optional.ofNullable(verdicts.get(holder)).orElseThrow());
        }
        boolean couldBelongToUnknown =
                hasUnknown && repository.ordinaryTags(digest).isEmpty();
        return couldBelongToUnknown ? verdict.or(Verdict.UNDECIDED) : verdict;
    }

    /// The verdict without a look at holders; what is judged by its holders alone starts as
    /// removable.
    private Judged own(Digest digest) {
        Set<Role> roles = repository.roles(digest);
        if (!repository.isJudged(digest)) {
            boolean stays = used.contains(digest) || repository.isOrphan(digest);
            return new Judged(roles, stays ? Verdict.KEEP : Verdict.REMOVE, ANY_NAMED, true);
        }
        List<PolicyModel> judging =
                policies.stream().filter(policy -> judges(policy, digest)).toList();
        Truth last = judging.stream().allMatch(PolicyModel::allowEmpty) ? Truth.FALSE : ranking.last(digest);
        Truth keep = conditions.any(judging, Action.KEEP, digest);
        Set<String> keeps = namedKeeps(digest, judging, last);
        boolean otherwiseKept = used.contains(digest) || keep == Truth.TRUE;
        if (!keeps.isEmpty() || otherwiseKept) {
            return new Judged(roles, Verdict.KEEP, keeps, otherwiseKept);
        }
        Truth remove = conditions.any(judging, Action.REMOVE, digest);
        if (remove == Truth.FALSE) {
            return new Judged(roles, Verdict.KEEP, Set.of(Opinion.DEFAULT), false);
        }
        boolean heard = (question.uses().isEmpty() || question.environmentsHeard()) && repository.closureHeard(digest);
        boolean removed = heard && keep.or(last) == Truth.FALSE && remove == Truth.TRUE;
        return new Judged(roles, removed ? Verdict.REMOVE : Verdict.UNDECIDED, Set.of(), true);
    }

    private boolean judges(PolicyModel policy, Digest digest) {
        Optional<String> artifact = repository.manifest(digest).artifact();
        return artifact.isEmpty() || policy.artifactTypes().contains(artifact.get());
    }

    private Set<String> namedKeeps(Digest digest, List<PolicyModel> judging, Truth last) {
        Set<String> keeps = new TreeSet<>();
        if (question.policies().isEmpty()) {
            keeps.add(Opinion.NO_POLICY);
        } else if (policies.isEmpty()) {
            keeps.add(Opinion.NO_POLICY);
            keeps.add(Opinion.DEFAULT);
        }
        if (judging.isEmpty() && !repository.manifest(digest).isImage()) {
            keeps.add(Opinion.NOT_AN_IMAGE);
        }
        if (last == Truth.TRUE) {
            keeps.add(Opinion.LAST_IMAGE);
        }
        return keeps;
    }

    /// A holder can be the reason as well.
    private Judged worded(Digest digest, Judged own, Verdict verdict, Map<Digest, Verdict> verdicts) {
        boolean byHolder = repository.holders(digest).stream().anyMatch(holder -> verdicts.get(holder) == verdict);
        if (verdict != own.verdict()) {
            return new Judged(own.roles(), verdict, byHolder ? ANY_NAMED : Set.of(), true);
        }
        return byHolder ? new Judged(own.roles(), verdict, ANY_NAMED, true) : own;
    }
}
