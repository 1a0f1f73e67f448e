package dev.regent.engine.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// An audit as one page to send on: to whoever pays for the bytes, and to whoever must approve each step. The page asks
/// nothing of the network, and its own policy forbids it to; it reads without its script.
public final class HtmlReport {

    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private HtmlReport() {}

    /// Writes the whole page. It says of itself that it is UTF-8, so `out` must encode so; it stays open.
    public static void write(AuditReport report, Writer out) throws IOException {
        HtmlPage page = HtmlPage.of(report, new Html(out));
        Html html = page.html();
        html.own("<!doctype html>\n").open("html", "lang", "en");
        head(page);
        html.open("body");
        html.text("a", "Skip to the plan", "class", "skip", "href", "#plan");
        new HtmlOverview(page).writeHeader();
        html.open("main");
        new HtmlOverview(page).write();
        new HtmlMap(page).write();
        new HtmlPlan(page).write();
        new HtmlEvidence(page).write();
        html.closeLine();
        html.open("script").own(SCRIPT).closeLine();
        html.close().closeLine();
    }

    private static void head(HtmlPage page) throws IOException {
        Html html = page.html();
        html.open("head").single("meta", "charset", "utf-8");
        html.single(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(STYLE) + "'; script-src '" + hash(SCRIPT)
                        + "'; base-uri 'none'; form-action 'none'");
        html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.single("meta", "name", "referrer", "content", "no-referrer");
        html.single("meta", "name", "color-scheme", "content", "light dark");
        html.text("title", "Audit of " + page.labels().registries());
        html.open("style").own(STYLE).close().closeLine();
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not packed with " + HtmlReport.class);
            }
            // A browser reads line ends as \n before it hashes.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new IllegalStateException("can't read " + name, e);
        }
    }
}
