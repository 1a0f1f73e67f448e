package dev.regent.engine.report;

import static dev.regent.engine.report.SampleReports.HEARD;
import static dev.regent.engine.report.SampleReports.NOT_ASKED;
import static dev.regent.engine.report.SampleReports.OLD;
import static dev.regent.engine.report.SampleReports.REGISTRY;
import static dev.regent.engine.report.SampleReports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.engine.report.TextReport.Style;
import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextReportTest {

    @Test
    void saysInAMinuteWhatCameOfIt() throws IOException {
        assertThat(text(SampleReports.small(), 80)).isEqualTo("""
                Audit of registry.example                                   2026-11-20 12:00 UTC

                2 of 5 images could go, freeing at most 150.0 MiB of 3.4 GiB.
                3 steps on 3 manifests in 1 repository; bytes are an upper bound, since what
                else needs them can't all be seen.

                  Repositories           2     Unique bytes  3.4 GiB
                  Tags                   8     Could go      at most 150.0 MiB
                  Manifests              6     Undecided     1 manifest
                  Untagged               1     Orphaned      -

                NOT HEARD  not heard is never read as not there
                  ! registry registry.example (registry): heard in part
                    team/web: tag "2.0": no answer within 30 s
                    To lift it: mend what is named here and audit again.
                    It holds back 1 undecided manifest, which can't be judged before it is
                    heard.
                  ! what runs: nobody asked
                    no environment was named
                    To lift it: name every environment that runs images from here, with
                    --environment NAME=URL.

                BY REPOSITORY  manifests, children and referrers included
                  repository  go  undecided  stay      frees  share
                  team/app     3          -     1  150.0 MiB   38 %
                  team/web     -          1     1          -      -

                CHECK THESE FIRST  youngest, then most tags; 2 of 2 images that could go
                   1. team/app  1.0, 1.0.1, 1.0.2 and 1 more                    40 d   100.0 MiB
                      f89f2c93435f  default: remove {olderThan: 30d}: built
                                    2026-10-11T12:00:00Z, 40 d ago
                   2. team/app  0.9                                            400 d     1.5 KiB
                      e13107f3f974  default: remove {olderThan: 30d}: built
                                    2025-10-16T12:00:00Z, 400 d ago

                VERDICTS BY RULE
                  verdict    rule                              images  manifests
                  remove     default: remove {olderThan: 30d}       2          3
                  undecided  unheard                                1          1
                  keep       last-image                             2          2

                FINDINGS
                  broken  1
                    team/app: tag 0.1 points at no manifest

                NEXT  an audit only reads: nothing was deleted
                  - Make the source answer that was not wholly heard; above it says what to
                    change.
                  - Name every environment that runs images from here, so that nothing in use is
                    proposed.
                      regent audit … --environment NAME=URL
                  - Read every step, as a page to send on.
                      regent audit … --output html > audit.html
                  - Take everything as data, for scripts.
                      regent audit … --output json > audit.json

                Plan sha256:7e5137f1736d826666d2a3b6d3a7b92809085c8fc5ba615e5530be14f5ea9718
                """);
    }

    @Test
    void showsAFirstPolicyWhereNoneWasGiven() throws IOException {
        assertThat(text(
                        aReport()
                                .source(HEARD)
                                .source(NOT_ASKED)
                                .repository("team/app", 1, 1, 5L << 30)
                                .keeps("team/app", Role.IMAGE, List.of("1.0"), "no-policy", "no policy was given"),
                        80))
                .isEqualTo("""
                Audit of registry.example                                   2026-11-20 12:00 UTC

                Everything stays: no policy says what may go of 1 image.

                  Repositories           1     Unique bytes  5.0 GiB
                  Tags                   1     Could go      -
                  Manifests              1     Undecided     0 manifests
                  Untagged               0     Orphaned      -

                NOT HEARD  not heard is never read as not there
                  ! what runs: nobody asked
                    no environment was named
                    To lift it: name every environment that runs images from here, with
                    --environment NAME=URL.

                VERDICTS BY RULE
                  verdict  rule       images  manifests
                  keep     no-policy       1          1

                NEXT  an audit only reads: nothing was deleted
                  - Say what may go. Save the policy shown here as first.yaml, change it to your
                    taste and audit again.
                      regent audit … --policy first.yaml
                  - Name every environment that runs images from here, so that nothing in use is
                    proposed.
                      regent audit … --environment NAME=URL

                      apiVersion: regent.dev/v1
                      kind: RetentionPolicy
                      metadata: {name: first}
                      rules:
                        - keep: {newest: 3}
                        - remove: {olderThan: 90d}
                """);
    }

    @Test
    void saysWhatToDoWhereNothingWasRead() throws IOException {
        assertThat(text(
                        aReport()
                                .source(new Source(
                                        REGISTRY,
                                        "registry",
                                        Heard.NO,
                                        "GET /v2/: refused (401); name an --auth-file")),
                        80))
                .isEqualTo("""
                Audit of registry.example                                   2026-11-20 12:00 UTC

                No repository was read.

                NOT HEARD  not heard is never read as not there
                  ! registry registry.example (registry): not heard
                    GET /v2/: refused (401); name an --auth-file
                    To lift it: make it answer and audit again.
                    Nothing in this report is about it.

                NEXT  an audit only reads: nothing was deleted
                  - Make the source answer that was not wholly heard; above it says what to
                    change.
                """);
    }

    @Test
    void saysThatNothingCanGoWhereAllIsUndecided() throws IOException {
        assertThat(text(
                        aReport()
                                .source(HEARD)
                                .source(new Source(
                                        "prod", "docker", Heard.NO, "GET /info: connection refused; start it"))
                                .repository("team/app", 1, 1, 5L << 30)
                                .doubts(
                                        "team/app",
                                        Role.IMAGE,
                                        List.of("1.0"),
                                        "unheard",
                                        "not heard: environment prod")
                                .holdsBack(3L << 30, 1),
                        80))
                .isEqualTo("""
                Audit of registry.example                                   2026-11-20 12:00 UTC

                Nothing can go yet: 1 manifest is undecided.

                  Repositories           1     Unique bytes  5.0 GiB
                  Tags                   1     Could go      -
                  Manifests              1     Undecided     1 manifest
                  Untagged               0     Orphaned      -

                NOT HEARD  not heard is never read as not there
                  ! environment prod (docker): not heard
                    GET /info: connection refused; start it
                    To lift it: make it answer and audit again; leave it out only if nothing
                    runs there any more.
                  = At most 3.0 GiB in 1 manifest is held back by the environment above. Only
                    hearing all of it frees that, but for what turns out to be in use there.

                BY REPOSITORY  manifests, children and referrers included
                  repository  go  undecided  stay  frees  share
                  team/app     -          1     -      -      -

                VERDICTS BY RULE
                  verdict    rule     images  manifests
                  undecided  unheard       1          1

                NEXT  an audit only reads: nothing was deleted
                  - Make the source answer that was not wholly heard; above it says what to
                    change.
                """);
    }

    @Test
    void saysWhatSeveralEnvironmentsHoldBackTogetherAndOnlyOnce() throws IOException {
        assertThat(text(
                        aReport()
                                .source(HEARD)
                                .source(new Source("eu", "docker", Heard.NO, "connection refused; start it"))
                                .source(new Source("us", "kubernetes", Heard.PARTLY, "jobs: 403; grant list on jobs"))
                                .holdsBack(3L << 30, 14),
                        80))
                .contains("""
                        NOT HEARD  not heard is never read as not there
                          ! environment eu (docker): not heard
                            connection refused; start it
                            To lift it: make it answer and audit again; leave it out only if nothing
                            runs there any more.
                          ! environment us (kubernetes): heard in part
                            jobs: 403; grant list on jobs
                            To lift it: mend what is named here and audit again.
                          = At most 3.0 GiB in 14 manifests is held back by the 2 environments above
                            together. Only hearing all of them frees that, but for what turns out to be
                            in use there.
                        """);
    }

    @Test
    void saysSoWhereWhatWasNotHeardHoldsBackNothing() throws IOException {
        assertThat(text(
                        aReport()
                                .source(HEARD)
                                .source(new Source("eu", "docker", Heard.NO, "connection refused; start it")),
                        100))
                .contains(
                        "  = Nothing is held back by the environment above: by what else is known, nothing could go.");
    }

    @Test
    void namesTwentyBlindSpotsAndSaysHowManyMoreThereAre() throws IOException {
        SampleReports report = aReport().source(HEARD);
        for (int number = 0; number < 23; number++) {
            report.source(new Source("edge-" + number, "docker", Heard.NO, "no answer"));
        }

        assertThat(text(report, 80))
                .contains("environment edge-19 (docker)")
                .doesNotContain("edge-20")
                .contains("  … and 3 more\n");
    }

    @Test
    void saysThatNothingIsToBeRemoved() throws IOException {
        assertThat(text(
                        aReport()
                                .source(HEARD)
                                .repository("team/app", 1, 1, 5L << 30)
                                .keeps("team/app", Role.IMAGE, List.of("1.0"), "last-image", "number 1 by age"),
                        80))
                .isEqualTo("""
                Audit of registry.example                                   2026-11-20 12:00 UTC

                Nothing to remove: 1 image stays, as the policies say.

                  Repositories           1     Unique bytes  5.0 GiB
                  Tags                   1     Could go      -
                  Manifests              1     Undecided     0 manifests
                  Untagged               0     Orphaned      -

                VERDICTS BY RULE
                  verdict  rule        images  manifests
                  keep     last-image       1          1

                NEXT  an audit only reads: nothing was deleted
                  - Nothing needs doing. Audit again once images have come and gone.
                """);
    }

    @Test
    void isNeverWiderThanTheTerminal() throws IOException {
        for (int columns : new int[] {80, 100, 131, 160}) {
            for (SampleReports report : List.of(SampleReports.estate(40, 15), hostile())) {
                assertThat(text(report, columns).lines().filter(line -> TextLines.width(line) > columns))
                        .isEmpty();
            }
        }
    }

    @Test
    void letsNothingFromARegistrySteerTheTerminal() throws IOException {
        assertThat(Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n]]")
                        .matcher(text(hostile(), 80))
                        .find())
                .isFalse();
    }

    @Test
    void saysTheSameWithColoursAsWithout() throws IOException {
        StringBuilder coloured = new StringBuilder();
        TextReport.write(SampleReports.small().made(), coloured, new Style(80, true));

        assertThat(coloured.toString()).contains("\u001b[1m").contains("\u001b[33m");
        assertThat(coloured.toString().replaceAll("\u001b\\[\\d+m", "").replaceAll(" +\n", "\n"))
                .isEqualTo(text(SampleReports.small(), 80));
    }

    @Test
    void namesTheRegistryWhereThereAreSeveral() throws IOException {
        assertThat(text(SampleReports.small().source(new Source("other.example", "registry", Heard.YES, "")), 80))
                .contains("Audit of registry.example, other.example")
                .contains("  registry.example/team/app   3 ");
    }

    private static SampleReports hostile() {
        return aReport()
                .source(new Source("\u001b]0;x\u0007", "registry", Heard.PARTLY, "a\nb\u202ec " + "d".repeat(3000)))
                .repository("team/" + "x".repeat(195), 1, 1, 77)
                .removes(
                        "team/" + "x".repeat(195),
                        Role.IMAGE,
                        List.of("\u001b[2J", "t".repeat(200), "漢".repeat(70), "\u202egpj.exe"),
                        OLD + "\u0000",
                        -1,
                        7)
                .found(Finding.Kind.BROKEN, "app", "tag \u001b[31m\u200b points at no manifest");
    }

    private static String text(SampleReports report, int columns) throws IOException {
        StringBuilder text = new StringBuilder();
        TextReport.write(report.made(), text, new Style(columns, false));
        return text.toString();
    }
}
