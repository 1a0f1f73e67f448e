package dev.regent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Documents that lead through the code name only what is there.
class DocumentedTypesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

    /// A type by its simple name, and perhaps a method of it.
    private static final Pattern NAME =
            Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([a-z][A-Za-z0-9]*))?" + "(?:\\([^()]*\\))?");

    private static final Pattern DECLARED =
            Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z][A-Za-z0-9]*)");

    /// By simple name, the text of the files that declare such a type.
    private static final Map<String, String> SOURCES = new HashMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        for (Path file : sources()) {
            String text = Files.readString(file);
            for (Matcher declared = DECLARED.matcher(text); declared.find(); ) {
                SOURCES.merge(declared.group(1), text, String::concat);
            }
        }
    }

    @Test
    void theArchitectureNamesOnlyWhatExists() throws IOException {
        String document = Files.readString(ROOT.resolve("ARCHITECTURE.md"));

        assertThat(names(document)).hasSizeGreaterThan(50);
        assertThat(unknown(document)).isEmpty();
    }

    @Test
    void theSecurityPromisesNameOnlyWhatExists() throws IOException {
        assertThat(unknown(Files.readString(ROOT.resolve("SECURITY.md")))).isEmpty();
    }

    @Test
    void whatIsGoneIsFound() {
        assertThat(unknown("`Regent.propose()` gives a `Proposal`; `Regent.carryOutAll` and `NoSuchStage` don't exist."
                        + " `GET`, `core` and `dev.regent.plan` are no types."))
                .containsExactly("NoSuchStage", "Regent.carryOutAll");
    }

    private static SortedSet<String> unknown(String document) {
        TreeSet<String> unknown = new TreeSet<>();
        for (MatchResult name : names(document)) {
            String source = SOURCES.getOrDefault(name.group(1), "");
            String method = name.group(2);
            if (source.isEmpty()) {
                unknown.add(name.group(1));
            } else if (method != null && !source.contains(method + "(")) {
                unknown.add(name.group(1) + "." + method);
            }
        }
        return unknown;
    }

    private static List<MatchResult> names(String document) {
        return QUOTED.matcher(document)
                .results()
                .map(quoted -> NAME.matcher(quoted.group(1)))
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(DocumentedTypesTest::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException("sources can't be listed in " + folder, e);
        }
    }
}
