package dev.regent.analyse.retention;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Undecided;
import dev.regent.analyse.Words;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gives every manifest of a repository its verdict: images by the policies, everything else by
/// what holds it. A verdict flows from a holder to what it holds, and of several that reach a
/// manifest the safest counts.
public final class RetentionJudge {

    private static final Verdict HIDDEN =
            new Undecided("unknown-media-type", "a manifest of unknown media type in this repository could hold it");

    private final RepositoryInventory repository;
    private final @Nullable Verdict[] verdicts;

    private RetentionJudge(RepositoryInventory repository) {
        this.repository = repository;
        this.verdicts = new Verdict[repository.size()];
    }

    /// One judgement for each manifest, in the order of their digests.
    public static List<Judgement> judge(RepositoryView view, List<RetentionPolicy> policies) {
        return new RetentionJudge(view.inventory()).judgeAll(view, policies);
    }

    private List<Judgement> judgeAll(RepositoryView view, List<RetentionPolicy> policies) {
        ImageVerdicts images = new ImageVerdicts(view, policies);
        List<Source> sources = new ArrayList<>();
        for (int manifest = 0; manifest < repository.size(); manifest++) {
            for (Verdict verdict : ownVerdicts(view, images, manifest)) {
                sources.add(new Source(manifest, verdict));
            }
        }
        sources.addAll(rings(sources));
        for (int manifest = 0; manifest < repository.size(); manifest++) {
            if (!images.noPolicy() && hiddenByUnknown(manifest)) {
                sources.add(new Source(manifest, HIDDEN));
            }
        }
        for (int danger = 0; danger <= 2; danger++) {
            flow(sources, danger);
        }
        return IntStream.range(0, repository.size())
                .mapToObj(manifest -> new Judgement(
                        view.registry().name(),
                        repository.name(),
                        repository.digest(manifest),
                        repository.role(manifest),
                        repository.tags(manifest),
                        verdict(manifest)))
                .toList();
    }

    private record Source(int manifest, Verdict verdict) {}

    /// What a manifest's verdict is before anything that holds it is asked; empty if that alone
    /// decides.
    private List<Verdict> ownVerdicts(RepositoryView view, ImageVerdicts images, int manifest) {
        if (repository.role(manifest) == Role.IMAGE) {
            return List.of(images.judge(manifest));
        }
        if (images.noPolicy()) {
            return List.of(ImageVerdicts.NO_POLICY);
        }
        List<Verdict> own = new ArrayList<>();
        view.evidence().protection(manifest).ifPresent(own::add);
        if (repository.role(manifest) == Role.REFERRER && repository.subjectUnseen(manifest)) {
            own.add(new Keep("orphan-referrer", "what it belongs to was not seen in this repository"));
        }
        return own;
    }

    private boolean hiddenByUnknown(int manifest) {
        return repository.role(manifest) != Role.IMAGE && repository.hasUnknownManifest();
    }

    private void flow(List<Source> sources, int danger) {
        Deque<Integer> open = new ArrayDeque<>();
        for (Source source : sources) {
            if (source.verdict().danger() == danger && verdicts[source.manifest()] == null) {
                verdicts[source.manifest()] = source.verdict();
                open.add(source.manifest());
            }
        }
        while (!open.isEmpty()) {
            int holder = open.remove();
            for (int held : repository.held(holder)) {
                if (verdicts[held] == null) {
                    verdicts[held] = verdict(holder).because(Words.when(() -> sharedWith(holder, danger)));
                    open.add(held);
                }
            }
        }
    }

    private String sharedWith(int holder, int danger) {
        List<String> tags = repository.tags(holder);
        String name = tags.isEmpty()
                ? repository.digest(holder).brief()
                : tags.getFirst() + " (" + repository.digest(holder).brief() + ")";
        return "belongs to " + name
                + switch (danger) {
                    case 0 -> ", which stays";
                    case 1 -> ", which is undecided";
                    default -> ", which goes";
                };
    }

    /// What no verdict would reach belongs only to what belongs to itself, by referrer tags that go
    /// round in a ring. It stays, and with it what it holds.
    private List<Source> rings(List<Source> sources) {
        boolean[] reached = new boolean[repository.size()];
        Deque<Integer> open = new ArrayDeque<>();
        sources.forEach(source -> open.add(source.manifest()));
        while (!open.isEmpty()) {
            int manifest = open.remove();
            if (!reached[manifest]) {
                reached[manifest] = true;
                for (int held : repository.held(manifest)) {
                    open.add(held);
                }
            }
        }
        return IntStream.range(0, repository.size())
                .filter(manifest -> !reached[manifest])
                .mapToObj(manifest ->
                        new Source(manifest, new Keep("orphan-referrer", "it belongs only to what belongs to itself")))
                .toList();
    }

    private Verdict verdict(int manifest) {
        return Objects.requireNonNull(verdicts[manifest]);
    }
}
