package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CsvTest {

    record Row(String name, Optional<Long> bytes, List<String> tags) {}

    record Point(LocalDate day, long bytes) {}

    record Series(String name, List<Point> points, long grew) {}

    @Test
    void hasAColumnForEachComponentAndEndsEachLineAsTheStandardSays() {
        assertThat(Csv.table(
                        Row.class,
                        List.of(
                                new Row("app", Optional.of(5L), List.of("1.0", "latest")),
                                new Row("web", Optional.empty(), List.of()))))
                .isEqualTo("name,bytes,tags\r\napp,5,1.0 latest\r\nweb,,\r\n");
    }

    @Test
    void namesItsColumnsWhereThereIsNothingToShow() {
        assertThat(Csv.table(Series.class, List.of())).isEqualTo("name,day,bytes,grew\r\n");
    }

    @Test
    void hasARowForEachRecordOfAListWithin() {
        Point first = new Point(LocalDate.parse("2026-06-01"), 1);
        Point second = new Point(LocalDate.parse("2026-06-02"), 2);

        assertThat(Csv.table(Series.class, List.of(new Series("app", List.of(first, second), -7))))
                .isEqualTo("name,day,bytes,grew\r\napp,2026-06-01,1,-7\r\napp,2026-06-02,2,-7\r\n");
    }

    @Test
    void leadsToTheNextPartOfWhatWasAsked() {
        assertThat(CsvWriter.link(URI.create("http://regent.example/api/v1/estate/layers"), "b"))
                .isEqualTo("<?cursor=b&format=csv>; rel=\"next\"");
        assertThat(CsvWriter.link(
                        URI.create("http://regent.example/layers?registry=a%26b&cursor=a&format=csv&order=images"),
                        "b"))
                .isEqualTo("<?registry=a%26b&order=images&cursor=b&format=csv>; rel=\"next\"");
    }

    @Test
    void quotesWhatWouldBeTwoCellsOrTwoLines() {
        assertThat(Csv.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(Csv.cell("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(Csv.cell("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(Csv.cell("\"a\",b")).isEqualTo("\"\"\"a\"\",b\"");
    }

    @Test
    void letsNoTextBecomeAFormula() {
        for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1")) {
            assertThat(Csv.cell(formula)).isEqualTo("'" + formula);
        }
        assertThat(Csv.cell("=HYPERLINK(\"x\",\"y\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        assertThat(Csv.cell(-1L)).isEqualTo("-1");
    }
}
