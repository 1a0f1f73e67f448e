package dev.regent.engine.report;

import static dev.regent.engine.report.SampleReports.HEARD;
import static dev.regent.engine.report.SampleReports.OLD;
import static dev.regent.engine.report.SampleReports.REGISTRY;
import static dev.regent.engine.report.SampleReports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.health.Finding;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final Pattern ELEMENT = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^>]*>");
    private static final List<String> NEVER_CLOSED = List.of("meta", "br", "input");

    @Test
    void showsAStepWithAllThatAnApproverAsks() throws IOException {
        String page = page(aReport()
                .source(HEARD)
                .repository("team/app", 2, 1, 1 << 20)
                .removes("team/app", Role.IMAGE, List.of("1.0", "stable"), OLD, 40, 512 << 10));

        assertThat(inLines(between(page, "<tbody>\n", "</tbody>"))).isEqualTo("""
                <tbody>
                <tr>
                <th scope="row">
                <bdi class="place">team/app</bdi> <bdi class="tag">1.0</bdi> <bdi class="tag">stable</bdi>
                </th>
                <td>
                <code class="digest" title="sha256:5880ce5715e0d442f1980afde40e4d00ce9f4fd2453e3cf9fb2b254c588f6a09">
                <i>sha256:</i>5880ce5715e0<i>d442f1980afde40e4d00ce9f4fd2453e3cf9fb2b254c588f6a09</i>
                </code>
                </td>
                <td class="n">
                <time datetime="2026-10-11T12:00:00Z" title="built 2026-10-11T12:00:00Z">40 d</time>
                </td>
                <td class="n">512.0 KiB</td>
                <td class="why">
                <code>default: remove {olderThan: 30d}</code> <bdi>built 2026-10-11T12:00:00Z, 40 d ago</bdi>
                </td>
                <td class="undo">until-gc</td>
                </tr>
                """);
    }

    @Test
    void showsARepositoryClosed() throws IOException {
        String page = page(SampleReports.small());

        assertThat(inLines(between(page, "<details class=\"repository\"", "<table")))
                .isEqualTo("""
                <details class="repository" id="repository-1">
                <summary>
                <h3>team/app</h3>
                <span class="n goes">3<span class="word"> go</span>
                </span>
                <span class="n none">–<span class="word"> undecided</span>
                </span>
                <span class="n">1<span class="word"> stay</span>
                </span>
                <span class="n frees">150.0 MiB</span>
                <span class="share">
                <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="stays" width="100" height="8">
                </rect>
                <rect class="goes" width="38" height="8">
                </rect>
                <rect class="edge" x="37" width="1" height="8">
                </rect>
                </svg>
                <span>38 %</span>
                </span>
                </summary>
                """);
    }

    @Test
    void showsWhatWasNotHeardAndWhatThatCosts() throws IOException {
        assertThat(inLines(between(page(SampleReports.small()), "<section class=\"panel blind\"", "</section>")))
                .isEqualTo("""
                <section class="panel blind" aria-labelledby="blind">
                <h2 id="blind">What was not heard</h2>
                <p>Not heard is never read as not there: what depends on it is undecided, and stays.</p>
                <ul>
                <li>
                <strong>registry registry.example (registry): heard in part</strong>
                <p>
                <bdi>team/web: tag &quot;2.0&quot;: no answer within 30 s</bdi>
                </p>
                <p class="remedy">To lift it: mend what is named here and audit again.</p>
                <p class="cost">It holds back 1 undecided manifest, which can&#39;t be judged before it is heard.</p>
                </li>
                <li>
                <strong>what runs: nobody asked</strong>
                <p>
                <bdi>no environment was named</bdi>
                </p>
                <p class="remedy">To lift it: name every environment that runs images from here, with --environment NAME=URL.</p>
                </li>
                </ul>
                """);
    }

    @Test
    void showsWhatEnvironmentsHoldBackTogether() throws IOException {
        String page = page(aReport()
                .source(HEARD)
                .source(new Source("eu", "docker", Heard.NO, "connection refused"))
                .source(new Source("us", "docker", Heard.PARTLY, "tasks of node-3"))
                .holdsBack(3L << 30, 14));

        assertThat(between(page, "<p class=\"together\"", "</section>"))
                .isEqualTo(
                        "<p class=\"together\"><strong>At most 3.0 GiB</strong> in 14 manifests is held back by the 2"
                                + " environments above together. Only hearing all of them frees that, but for what turns out"
                                + " to be in use there.</p>");
        assertThat(all(page(SampleReports.small()), "(class=\"together\")")).isEmpty();
    }

    @Test
    void asksNothingOfTheNetworkAndForbidsItselfTo() throws IOException {
        String page = page(SampleReports.estate(12, 9));

        assertThat(page).contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-");
        assertThat(page).doesNotContainPattern("(src|href|action|xlink:href)=\"(?!#)");
        assertThat(page).doesNotContain("@import").doesNotContain("url(").doesNotContain("fetch(");
        assertThat(page).doesNotContainPattern("<[^>]* (style|on[a-z]+)=");
    }

    @Test
    void allowsJustItsOwnStyleAndScript() throws IOException, GeneralSecurityException {
        String page = page(SampleReports.small());

        for (String element : List.of("style", "script")) {
            String content =
                    between(page, "<" + element + ">", "</" + element + ">").substring(element.length() + 2);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            assertThat(page)
                    .contains(
                            element + "-src &#39;sha256-" + Base64.getEncoder().encodeToString(hash) + "&#39;");
        }
    }

    @Test
    void letsNoTextBecomeMarkup() throws IOException {
        String evil = "<script>alert(1)</script>\" onload=\"x' &amp; \u202egpj \u0000";
        String page = page(aReport()
                .source(new Source(evil, "registry", Heard.PARTLY, evil))
                .source(new Source("</style>" + evil, evil, Heard.NO, evil))
                .repository(evil, 2, 2, 100)
                .repository("team/" + "x".repeat(195), 2, 2, 50)
                .removes(evil, Role.IMAGE, List.of(evil, "t".repeat(200), "🐳".repeat(150)), evil, -1, 7)
                .doubts(evil, Role.IMAGE, List.of("a"), evil, evil)
                .keeps(evil, Role.REFERRER, List.of(evil), evil, evil)
                .found(Finding.Kind.BROKEN, evil, evil));
        String body = page.substring(page.indexOf("<body>"));

        assertThat(body.split("<script", -1)).hasSize(2);
        assertThat(body).doesNotContain("onload=\"").doesNotContain("&amp;amp; \u202e");
        assertThat(page.chars().anyMatch(c -> c == 0 || c == 0x202e)).isFalse();
        assertThat(body)
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x&#39; &amp;amp; &lt;U+202E&gt;gpj");
    }

    @Test
    void closesEveryElementThatItOpens() throws IOException {
        for (SampleReports report : List.of(SampleReports.small(), SampleReports.estate(60, 30), aReport())) {
            String page = page(report).replaceAll("(?s)<(style|script)>.*?</\\1>", "");
            Deque<String> open = new ArrayDeque<>();
            for (MatchResult found : ELEMENT.matcher(page).results().toList()) {
                if (found.group(1).isEmpty()) {
                    open.push(found.group(2));
                    if (NEVER_CLOSED.contains(found.group(2))) {
                        open.pop();
                    }
                } else {
                    assertThat(open.pop()).isEqualTo(found.group(2));
                }
            }
            assertThat(open).isEmpty();
        }
    }

    @Test
    void givesEveryIdOnceAndLinksOnlyToWhatIsThere() throws IOException {
        for (SampleReports report : List.of(SampleReports.small(), SampleReports.estate(60, 30), aReport())) {
            String page = page(report);
            List<String> ids = all(page, " id=\"([^\"]*)\"");
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(ids).containsAll(all(page, "href=\"#([^\"]*)\""));
            assertThat(ids).containsAll(all(page, "aria-labelledby=\"([^\"]*)\""));
        }
    }

    @Test
    void staysUnderFiveMegabytesForFiveThousandSteps() throws IOException {
        SampleReports estate = SampleReports.estate(40, 170);
        String page = page(estate);

        assertThat(estate.made().plan().steps()).hasSizeGreaterThan(5000);
        assertThat(estate.made().tags()).isGreaterThan(10_000);
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(5_000_000);
        assertThat(page).contains(" more in the JSON (--output json)");
        assertThat(page).doesNotContain("<details open");
    }

    @Test
    void listsTwoHundredStepsOfARepositoryAndSaysHowManyMoreThereAre() throws IOException {
        SampleReports report = aReport().source(HEARD).repository("app", 250, 250, 1 << 20);
        for (int number = 0; number < 250; number++) {
            report.removes("app", Role.CHILD, List.of(), OLD, 40, 1);
        }
        String page = page(report);

        assertThat(all(page, "(<tr class=\"held\">)")).hasSize(200);
        assertThat(page).contains("and 50 more in the JSON (--output json)");
    }

    @Test
    void saysSoWhereThereIsNothing() throws IOException {
        assertThat(page(aReport().source(new Source(REGISTRY, "registry", Heard.NO, "refused"))))
                .contains("<h1>No repository was read.</h1>")
                .contains("Nothing in this report is about it.")
                .doesNotContain("<svg");
    }

    private static List<String> all(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String between(String page, String from, String to) {
        int start = page.indexOf(from);
        return page.substring(start, page.indexOf(to, start));
    }

    private static String inLines(String markup) {
        return markup.replace("\n", "").replace("><", ">\n<") + "\n";
    }

    private static String page(SampleReports report) throws IOException {
        StringWriter page = new StringWriter();
        HtmlReport.write(report.made(), page);
        return page.toString();
    }
}
