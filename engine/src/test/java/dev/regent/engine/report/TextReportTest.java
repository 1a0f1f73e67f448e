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
SMALL
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
NOPOLICY
""");
    }

    @Test
    void saysWhatToDoWhereNothingWasRead() throws IOException {
        assertThat(text(aReport().source(new Source(REGISTRY, "registry", Heard.NO, "GET /v2/: refused (401); name an --auth-file")), 80))
                .isEqualTo("""
EMPTY
""");
    }

    @Test
    void saysThatNothingCanGoWhereAllIsUndecided() throws IOException {
        assertThat(text(
                        aReport()
                                .source(HEARD)
                                .source(new Source("prod", "docker", Heard.NO, "GET /info: connection refused; start it"))
                                .repository("team/app", 1, 1, 5L << 30)
                                .doubts("team/app", Role.IMAGE, List.of("1.0"), "unheard", "not heard: environment prod"),
                        80))
                .isEqualTo("""
UNDECIDED
""");
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
NOTHING
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
        assertThat(Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n]]").matcher(text(hostile(), 80)).find())
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
