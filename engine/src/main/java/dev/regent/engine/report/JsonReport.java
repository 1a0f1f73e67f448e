package dev.regent.engine.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.health.Finding;
import dev.regent.plan.Plan;
import dev.regent.plan.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/// An audit as one JSON object, as the contract has it. Written as it goes: a large estate has a million verdicts.
public final class JsonReport {

    private final JsonGenerator json;

    private JsonReport(JsonGenerator json) {
        this.json = json;
    }

    /// Writes the object and a line end; `out` stays open.
    public static void write(AuditReport report, OutputStream out) throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.useDefaultPrettyPrinter();
            new JsonReport(json).write(report);
            json.writeRaw('\n');
        }
    }

    private void write(AuditReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", report.at().toString());
        json.writeNumberField("registries", report.registries());
        json.writeNumberField("repositories", report.repositories());
        json.writeNumberField("tags", report.tags());
        json.writeNumberField("manifests", report.manifests());
        json.writeNumberField("untagged", report.untagged());
        json.writeNumberField("uniqueBytes", report.uniqueBytes());
        json.writeNumberField("orphanBytes", report.orphanBytes());
        json.writeNumberField("requests", report.requests());
        json.writeArrayFieldStart("sources");
        for (AuditReport.Source source : report.sources()) {
            write(source);
        }
        json.writeEndArray();
        writeBlindSpots(report);
        json.writeObjectFieldStart("plan");
        write(report.plan());
        json.writeEndObject();
        json.writeArrayFieldStart("verdicts");
        for (Judgement verdict : report.verdicts()) {
            write(verdict);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding finding : report.findings()) {
            write(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(AuditReport.Source source) throws IOException {
        json.writeStartObject();
        writeFields(source);
        json.writeEndObject();
    }

    private void writeFields(AuditReport.Source source) throws IOException {
        json.writeStringField("name", source.name());
        json.writeStringField("kind", source.kind());
        json.writeStringField("heard", lower(source.heard()));
        json.writeStringField("detail", source.detail());
    }

    private void writeBlindSpots(AuditReport report) throws IOException {
        json.writeArrayFieldStart("blindSpots");
        for (AuditReport.Source source : report.blindSpots()) {
            json.writeStartObject();
            writeFields(source);
            if (source.remedy().isPresent()) {
                json.writeStringField("remedy", source.remedy().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!report.unheardEnvironments().isEmpty()) {
            json.writeObjectFieldStart("heldBack");
            json.writeNumberField("bytes", report.heldBack().bytes());
            json.writeNumberField("manifests", report.heldBack().manifests());
            json.writeEndObject();
        }
    }

    private void write(Plan plan) throws IOException {
        json.writeStringField("digest", plan.digest().value());
        json.writeStringField("registry", String.join(", ", plan.registries()));
        json.writeNumberField("reclaimBytes", plan.reclaimBytes());
        json.writeBooleanField("reclaimExact", plan.reclaimExact());
        json.writeArrayFieldStart("steps");
        for (Step step : plan.steps()) {
            write(step);
        }
        json.writeEndArray();
    }

    private void write(Step step) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", step.kind().toString());
        json.writeStringField("registry", step.registry());
        json.writeStringField("repository", step.repository());
        json.writeStringField("digest", step.digest().value());
        writeTexts("tags", step.tags());
        json.writeStringField("reason", step.reason());
        json.writeStringField("rule", step.rule());
        json.writeNumberField("bytes", step.bytes());
        json.writeStringField("undo", step.undo().toString());
        json.writeEndObject();
    }

    private void write(Judgement judgement) throws IOException {
        json.writeStartObject();
        json.writeStringField("registry", judgement.registry());
        json.writeStringField("repository", judgement.repository());
        json.writeStringField("digest", judgement.digest().value());
        json.writeStringField("role", lower(judgement.role()));
        writeTexts("tags", judgement.tags());
        json.writeStringField("verdict", word(judgement.verdict()));
        json.writeStringField("rule", judgement.verdict().rule());
        json.writeStringField("reason", judgement.verdict().reason());
        json.writeEndObject();
    }

    private void write(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().toString());
        json.writeStringField("registry", finding.registry());
        json.writeStringField("repository", finding.repository());
        json.writeStringField("what", finding.what());
        json.writeEndObject();
    }

    private void writeTexts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Keep _ -> "keep";
            case Verdict.Undecided _ -> "undecided";
            case Verdict.Remove _ -> "remove";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
