package dev.regent.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.server.estate.LookCounters;
import dev.regent.server.estate.RequestTimers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The rules that are shipped are well formed and ask for nothing that the server doesn't show.
final class AlertRulesTest {

    private static final Path RULES = Path.of("..", "deploy", "alerts.yaml");
    private static final Path TABLE = Path.of("..", "docs", "api.md");
    private static final Pattern FIGURE = Pattern.compile("\\bregent_[a-z_]+");
    private static final Set<String> KEYS = Set.of("alert", "expr", "for", "labels", "annotations");

    private static Set<String> shown() {
        Set<String> shown = new TreeSet<>();
        Stream.of(Measure.values())
                .map(measure -> measure.dotted().replace('.', '_'))
                .forEach(shown::add);
        LookCounters.NAMES.stream()
                .map(name -> name.replace('.', '_') + "_total")
                .forEach(shown::add);
        shown.add(RequestTimers.NAME.replace('.', '_') + "_seconds_bucket");
        return shown;
    }

    private static List<Map<String, Object>> rules() throws IOException {
        Map<String, List<Map<String, Object>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES));
        @SuppressWarnings("unchecked") // The file is ours, and a rule that is none fails below.
        List<Map<String, Object>> rules = (List<Map<String, Object>>)
                file.getOrDefault("groups", List.of()).getFirst().get("rules");
        return rules;
    }

    private static Set<String> figures(String text) {
        Set<String> figures = new HashSet<>();
        FIGURE.matcher(text).results().map(MatchResult::group).forEach(figures::add);
        return figures;
    }

    @Test
    void asksForNothingThatTheServerDoesNotShow() throws IOException {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            Set<String> figures = figures(rule.get("expr").toString());
            assertThat(figures).isNotEmpty();
            assertThat(shown()).containsAll(figures);
        });
    }

    @Test
    void hasOnlyRulesThatPrometheusTakes() throws IOException {
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(KEYS).containsAll(rule.keySet());
            assertThat(rule.get("alert").toString()).matches("Regent[A-Za-z]+");
            assertThat(rule.getOrDefault("for", "1m").toString()).matches("\\d+[smhd]");
            assertThat(rule.get("labels").toString()).matches("\\{severity=(critical|warning|info)}");
            assertThat(rule.get("annotations").toString()).contains("summary=", "description=");
        });
        assertThat(rules()).extracting(rule -> rule.get("alert")).doesNotHaveDuplicates();
    }

    @Test
    void showsNothingThatTheTableDoesNotTellOf() throws IOException {
        assertThat(figures(Files.readString(TABLE))).containsAll(shown());
    }
}
