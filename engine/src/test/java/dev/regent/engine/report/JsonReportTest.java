package dev.regent.engine.report;

import static dev.regent.engine.report.SampleReports.HEARD;
import static dev.regent.engine.report.SampleReports.NOT_ASKED;
import static dev.regent.engine.report.SampleReports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.engine.report.AuditReport.Source;
import dev.regent.observe.Heard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void namesEachBlindSpotAndWhatEnvironmentsHoldBackTogether() throws IOException {
        JsonNode report = json(aReport()
                .source(HEARD)
                .source(new Source("eu", "docker", Heard.NO, "connection refused; start it"))
                .source(new Source("us", "kubernetes", Heard.PARTLY, "jobs: 403; grant list on jobs"))
                .holdsBack(3L << 30, 14));

        assertThat(report.get("blindSpots")).isEqualTo(JSON.readTree("""
                [
                  {"name": "eu", "kind": "docker", "heard": "no", "detail": "connection refused; start it",
                   "remedy": "make it answer and audit again; leave it out only if nothing runs there any more"},
                  {"name": "us", "kind": "kubernetes", "heard": "partly", "detail": "jobs: 403; grant list on jobs",
                   "remedy": "mend what is named here and audit again"}
                ]
                """));
        assertThat(report.get("heldBack")).isEqualTo(JSON.readTree("""
                {"bytes": 3221225472, "manifests": 14}
                """));
    }

    @Test
    void saysWhatIsHeldBackOnlyWhereAnEnvironmentWasAskedAndNotHeard() throws IOException {
        assertThat(json(aReport().source(HEARD)).get("blindSpots")).isEmpty();
        assertThat(json(aReport().source(HEARD)).has("heldBack")).isFalse();
        assertThat(json(aReport().source(HEARD).source(NOT_ASKED)).get("blindSpots"))
                .hasSize(1);
        assertThat(json(aReport().source(HEARD).source(NOT_ASKED)).has("heldBack"))
                .isFalse();
    }

    private static JsonNode json(SampleReports report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(report.made(), out);
        return JSON.readTree(out.toByteArray());
    }
}
