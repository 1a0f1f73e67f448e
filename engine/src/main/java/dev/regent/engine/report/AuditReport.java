package dev.regent.engine.report;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.health.Finding;
import dev.regent.observe.Heard;
import dev.regent.plan.HeldBack;
import dev.regent.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that an audit found out.
///
/// @param at the moment at which ages were taken
/// @param registries how many were named
/// @param tags every tag that was listed
/// @param manifests distinct digests, over all registries
/// @param untagged pairs of repository and manifest that no tag points at, children of indexes included
/// @param uniqueBytes distinct manifests, configs and layers of each registry by declared size
/// @param orphanBytes blobs that nothing references, on volumes only
/// @param requests everything sent, tokens and retries too
/// @param heldBack by environments that were not wholly heard, together
public record AuditReport(
        Instant at,
        int registries,
        int repositories,
        long tags,
        long manifests,
        long untagged,
        long uniqueBytes,
        long orphanBytes,
        long requests,
        List<Source> sources,
        Plan plan,
        List<Judgement> verdicts,
        List<RepositoryBytes> bytes,
        List<Finding> findings,
        HeldBack heldBack) {
    public AuditReport {
        sources = List.copyOf(sources);
        verdicts = List.copyOf(verdicts);
        bytes = List.copyOf(bytes);
        findings = List.copyOf(findings);
    }

    /// One source, and how much of it was heard.
    ///
    /// @param kind `registry`, `storage`, `docker`, or `uses` where no environment was named
    public record Source(String name, String kind, Heard heard, String detail) {

        /// What lifts the blind spot that this source is, besides what `detail` says; empty where all was heard.
        public Optional<String> remedy() {
            if (kind.equals("uses")) {
                return Optional.of("name every environment that runs images from here, with --environment NAME=URL");
            }
            return switch (heard) {
                case YES -> Optional.empty();
                case PARTLY -> Optional.of("mend what is named here and audit again");
                case NO ->
                    Optional.of(
                            isRegistry(this)
                                    ? "make it answer and audit again"
                                    : "make it answer and audit again; leave it out only if nothing runs there any"
                                            + " more");
            };
        }
    }

    /// What one repository's manifests take, counted once within it.
    public record RepositoryBytes(String registry, String repository, int tags, int manifests, long bytes) {}

    /// What is known to whoever reads the exit code.
    public enum Outcome {
        DONE(0),
        NO_REGISTRY_READ(1),
        SOURCES_UNHEARD(3);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    public Outcome outcome() {
        boolean read = sources.stream().anyMatch(source -> isRegistry(source) && source.heard() != Heard.NO);
        if (!read) {
            return Outcome.NO_REGISTRY_READ;
        }
        // Not asking what runs is not being unheard.
        boolean heard =
                sources.stream().allMatch(source -> source.kind().equals("uses") || source.heard() == Heard.YES);
        return heard ? Outcome.DONE : Outcome.SOURCES_UNHEARD;
    }

    /// Sources that were not wholly heard, and nobody's asking what runs.
    public List<Source> blindSpots() {
        return sources.stream().filter(source -> source.heard() != Heard.YES).toList();
    }

    /// Environments that were asked and not wholly heard: together they hold back [#heldBack()].
    public List<Source> unheardEnvironments() {
        return blindSpots().stream()
                .filter(source -> !isRegistry(source) && !source.kind().equals("uses"))
                .toList();
    }

    static boolean isRegistry(Source source) {
        return source.kind().equals("registry") || source.kind().equals("storage");
    }
}
