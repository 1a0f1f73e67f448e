package dev.regent.engine.report;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.AuditReport.RepositoryBytes;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import dev.regent.oci.Digest;
import dev.regent.plan.HeldBack;
import dev.regent.plan.Plan;
import dev.regent.plan.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Builds reports that nobody audited for.
final class SampleReports {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final String REGISTRY = "registry.example";
    static final Source HEARD = new Source(REGISTRY, "registry", Heard.YES, "2 repositories, 6 manifests");
    static final Source NOT_ASKED = new Source("uses", "uses", Heard.NO, "no environment was named");
    static final String OLD = "default: remove {olderThan: 30d}";

    private final List<Source> sources = new ArrayList<>();
    private final List<Judgement> verdicts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<RepositoryBytes> bytes = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean exact;
    private long orphanBytes;
    private HeldBack heldBack = HeldBack.NOTHING;

    static SampleReports aReport() {
        return new SampleReports();
    }

    SampleReports source(Source source) {
        sources.add(source);
        return this;
    }

    SampleReports repository(String repository, int tags, int manifests, long size) {
        bytes.add(new RepositoryBytes(REGISTRY, repository, tags, manifests, size));
        return this;
    }

    SampleReports exact(long orphans) {
        exact = true;
        orphanBytes = orphans;
        return this;
    }

    SampleReports keeps(String repository, Role role, List<String> tags, String rule, String reason) {
        return judged(repository, role, tags, new Keep(rule, reason));
    }

    SampleReports doubts(String repository, Role role, List<String> tags, String rule, String reason) {
        return judged(repository, role, tags, new Undecided(rule, reason));
    }

    /// An image, a child or a referrer that goes, with its step.
    ///
    /// @param days how long ago it was built; less than zero where that isn't known
    SampleReports removes(String repository, Role role, List<String> tags, String rule, int days, long frees) {
        String reason = days < 0
                ? "no believable build time"
                : "built " + NOW.minus(Duration.ofDays(days)) + ", " + days + " d ago";
        judged(repository, role, tags, new Remove(rule, reason));
        Judgement judgement = verdicts.getLast();
        steps.add(new Step(
                Step.Kind.DELETE_MANIFEST,
                REGISTRY,
                repository,
                judgement.digest(),
                tags,
                reason,
                rule,
                frees,
                Step.Undo.UNTIL_GC,
                judgement.digest(),
                days < 0 ? Optional.empty() : Optional.of(NOW.minus(Duration.ofDays(days)))));
        return this;
    }

    SampleReports found(Finding.Kind kind, String repository, String what) {
        findings.add(new Finding(kind, REGISTRY, repository, what));
        return this;
    }

    SampleReports holdsBack(long size, int manifests) {
        heldBack = new HeldBack(size, manifests);
        return this;
    }

    private SampleReports judged(String repository, Role role, List<String> tags, Verdict verdict) {
        verdicts.add(new Judgement(REGISTRY, repository, digest(verdicts.size()), role, tags, verdict));
        return this;
    }

    static Digest digest(int number) {
        return Digest.sha256(("manifest " + number).getBytes(StandardCharsets.UTF_8));
    }

    AuditReport made() {
        return new AuditReport(
                NOW,
                1,
                bytes.size(),
                bytes.stream().mapToLong(RepositoryBytes::tags).sum(),
                verdicts.size(),
                verdicts.stream()
                        .filter(judgement -> judgement.tags().isEmpty())
                        .count(),
                bytes.stream().mapToLong(RepositoryBytes::bytes).sum(),
                orphanBytes,
                42,
                sources,
                new Plan(
                        digest(-1),
                        List.of(REGISTRY),
                        List.of(),
                        steps,
                        steps.stream().mapToLong(Step::bytes).sum(),
                        exact),
                verdicts,
                bytes,
                findings,
                heldBack);
    }

    /// Two repositories, a little of everything.
    static SampleReports small() {
        return aReport()
                .source(new Source(REGISTRY, "registry", Heard.PARTLY, "team/web: tag \"2.0\": no answer within 30 s"))
                .source(NOT_ASKED)
                .repository("team/app", 5, 4, 400L << 20)
                .repository("team/web", 3, 2, 3L << 30)
                .keeps("team/app", Role.IMAGE, List.of("2.0"), "last-image", "built yesterday, number 1 by age")
                .removes("team/app", Role.IMAGE, List.of("1.0", "1.0.1", "1.0.2", "stable"), OLD, 40, 100L << 20)
                .removes("team/app", Role.CHILD, List.of(), OLD, 40, 50L << 20)
                .removes("team/app", Role.IMAGE, List.of("0.9"), OLD, 400, 1536)
                .keeps("team/web", Role.IMAGE, List.of("3.0"), "last-image", "built yesterday, number 1 by age")
                .doubts("team/web", Role.IMAGE, List.of("1.0"), "unheard", "not heard in this repository: tag \"2.0\"")
                .found(Finding.Kind.BROKEN, "team/app", "tag 0.1 points at no manifest");
    }

    /// An estate as people have it: `repositories` repositories, a tenth of which go on and on.
    static SampleReports estate(int repositories, int stepsEach) {
        SampleReports report = aReport()
                .source(new Source(
                        REGISTRY, "registry", Heard.PARTLY, "payments/ledger: tag \"5.2.0\": no answer within 30 s"))
                .source(new Source(
                        "staging",
                        "docker",
                        Heard.NO,
                        "GET /info on tcp://10.0.4.17:2376: the certificate has expired (2026-11-02); renew it there, or"
                                + " trust another authority with --ca-file"))
                .source(new Source(
                        "portainer/prod-eu",
                        "kubernetes",
                        Heard.PARTLY,
                        "jobs in shop: answered 403; grant `list` on jobs.batch to this account"))
                .source(new Source("production", "docker", Heard.YES, "64 containers, 31 services"))
                .holdsBack(41L << 30, 96);
        String[] teams = {"payments", "shop", "platform", "data", "mobile", "internal"};
        String[] apps = {"api", "web", "worker", "ledger", "search", "gateway", "jobs", "mailer", "reports"};
        for (int number = 0; number < repositories; number++) {
            String name = teams[number % teams.length] + "/" + apps[number % apps.length]
                    + (number < teams.length * 3 ? "" : "-" + number);
            report.repositoryOfEstate(name, number, stepsEach);
        }
        for (int number = 0; number < 70; number++) {
            report.found(
                    Finding.Kind.ORPHAN_REFERRER,
                    "shop/web",
                    "sha256-" + digest(number).hex() + ".sig (" + digest(number).brief()
                            + ") belongs to a manifest that was not seen");
        }
        return report.found(
                        Finding.Kind.BROKEN,
                        "data/search",
                        "2.14 (" + digest(7).brief() + ") lists " + digest(8).brief() + ", which isn't there")
                .found(Finding.Kind.SCHEMA_1, "internal/jobs", "legacy has Docker's first manifest format");
    }

    private void repositoryOfEstate(String name, int number, int stepsEach) {
        int going = number % 5 == 4 ? 0 : Math.max(1, stepsEach * (number % 7 + 1) / 4);
        int staying = 12 + number * 7 % 40;
        long size = (long) ((2L << 30) * (1 + 30.0 / (1 + number)));
        repository(name, going * 2 + staying, going + staying, size);
        for (int i = 0; i < going; i++) {
            List<String> tags = i % 3 == 2
                    ? List.of()
                    : List.of(
                            "1." + (going - i) + ".0",
                            "build-" + (48_000 - i * 13),
                            "sha-" + digest(i).brief());
            int days = i % 41 == 40 ? -1 : 31 + i * 3 + number;
            long frees = size / (2L * going) / (1 + number % 3);
            removes(
                    name,
                    i % 3 == 2 ? Role.CHILD : Role.IMAGE,
                    tags,
                    i % 9 == 8 ? "ci: remove {olderThan: 14d, tagPattern: \"^pr-\"}" : OLD,
                    days,
                    i % 3 == 2 ? 3_410 : frees);
        }
        for (int i = 0; i < staying; i++) {
            String rule = i == 0 ? "last-image" : i < 3 ? "default: keep {newest: 3}" : i < 8 ? "in-use" : "default";
            keeps(name, Role.IMAGE, List.of("2." + i), rule, "built lately");
        }
        if (number % 6 == 3) {
            IntStream.range(0, 4 + number % 5)
                    .forEach(i -> doubts(
                            name,
                            Role.IMAGE,
                            List.of("1.0." + i),
                            "unheard",
                            "not heard: environment staging: the certificate has expired"));
        }
        if (number % 11 == 6) {
            doubts(
                    name,
                    Role.IMAGE,
                    List.of("edge"),
                    "default: keep {pulledWithin: 90d}",
                    "there is no telling whether this keeps it: built 2026-03-01");
        }
    }
}
