package dev.regent.cli;

import dev.regent.engine.report.AuditReport;
import dev.regent.engine.report.JsonReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// In what form an audit is printed.
enum Output {
    TEXT {
        @Override
        void print(AuditReport report, OutputStream out) throws IOException {
            JsonReport.write(report, out);
        }
    },
    JSON {
        @Override
        void print(AuditReport report, OutputStream out) throws IOException {
            JsonReport.write(report, new BufferedOutputStream(out));
        }
    },
    HTML {
        @Override
        void print(AuditReport report, OutputStream out) throws IOException {
            JsonReport.write(report, out);
        }
    };

    abstract void print(AuditReport report, OutputStream out) throws IOException;
}
