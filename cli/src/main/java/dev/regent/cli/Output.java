package dev.regent.cli;

import dev.regent.cli.terminal.Surroundings;
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

/// In what form an audit is printed; always as UTF-8, whatever the terminal's own encoding.
enum Output {
    TEXT {
        @Override
        void print(AuditReport report, Surroundings surroundings) throws IOException {
            Writer writer = writer(surroundings.out());
            TextReport.write(report, writer, new TextReport.Style(surroundings.columns(), surroundings.colour()));
            writer.flush();
        }
    },
    JSON {
        @Override
        void print(AuditReport report, Surroundings surroundings) throws IOException {
            OutputStream buffered = new BufferedOutputStream(surroundings.out());
            JsonReport.write(report, buffered);
            buffered.flush();
        }
    },
    HTML {
        @Override
        void print(AuditReport report, Surroundings surroundings) throws IOException {
            Writer writer = writer(surroundings.out());
            HtmlReport.write(report, writer);
            writer.flush();
        }
    };

    /// Writes all of it to standard output, which stays open.
    abstract void print(AuditReport report, Surroundings surroundings) throws IOException;

    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }
}
