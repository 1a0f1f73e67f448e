package dev.regent.cli;

import dev.regent.engine.report.AuditReport;
import dev.regent.engine.report.HtmlReport;
import dev.regent.engine.report.JsonReport;
import dev.regent.engine.report.TextReport;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// In what form an audit is printed; always as UTF-8, whatever the terminal's own encoding.
enum Output {
    TEXT {
        @Override
        void print(AuditReport report, OutputStream out, Map<String, String> variables) throws IOException {
            Writer writer = writer(out);
            TextReport.write(report, writer, new TextReport.Style(columns(variables), colour(variables)));
            writer.flush();
        }
    },
    JSON {
        @Override
        void print(AuditReport report, OutputStream out, Map<String, String> variables) throws IOException {
            OutputStream buffered = new BufferedOutputStream(out);
            JsonReport.write(report, buffered);
            buffered.flush();
        }
    },
    HTML {
        @Override
        void print(AuditReport report, OutputStream out, Map<String, String> variables) throws IOException {
            Writer writer = writer(out);
            HtmlReport.write(report, writer);
            writer.flush();
        }
    };

    private static final int USUAL_COLUMNS = 100;

    /// Writes all of it; `out` stays open.
    ///
    /// @param variables of the process: the launcher says there whether `out` is a terminal, and how wide
    abstract void print(AuditReport report, OutputStream out, Map<String, String> variables) throws IOException;

    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private static int columns(Map<String, String> variables) {
        String columns = variables.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    /// See <https://no-color.org>.
    private static boolean colour(Map<String, String> variables) {
        boolean terminal = "1".equals(variables.get("REGENT_STDOUT_TERMINAL"));
        return terminal && variables.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
