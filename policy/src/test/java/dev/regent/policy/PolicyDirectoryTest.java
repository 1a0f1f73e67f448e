package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.policy.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDirectoryTest {

    private Path directory;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void readsFilesAsGivenAndDirectoriesInTheOrderOfNames() throws Exception {
        Path several = Files.createDirectory(directory.resolve("several"));
        write("several/b.yml", named("b"));
        write("several/a.yaml", named("a1") + "---\n" + named("a2"));
        write("several/c.yaml", named("c"));
        write("several/.hidden.yaml", "not: read");
        write("several/notes.txt", "not read");
        Files.createDirectory(several.resolve("d.yaml"));
        Path first = write("z.conf", named("z"));

        assertThat(PolicyFiles.read(List.of(first, several)))
                .extracting(RetentionPolicy::name)
                .containsExactly("z", "a1", "a2", "b", "c");
    }

    @Test
    void readsNothingFromNoFiles() throws PolicyException {
        assertThat(PolicyFiles.read(List.of())).isEmpty();
    }

    @Test
    void tellsTheProblemsOfAllFilesInOneGo() throws IOException {
        Path bad = write("bad.yaml", HEAD + "rule: []\n");
        Path missing = directory.resolve("missing.yaml");
        Path empty = write("empty.yaml", "");
        Path none = Files.createDirectory(directory.resolve("none"));

        assertThat(problems(bad, missing, empty, none))
                .containsExactly(
                        bad + ":1:1: a policy needs `rules`; add `rules: [keep: {newest: 3}]`",
                        bad + ":4:1: unknown key `rule`; did you mean `rules`? allowed in a policy: apiVersion, kind,"
                                + " metadata, scope, rules, allowEmpty",
                        missing + ":1:1: there is no such file; check the path",
                        empty + ":1:1: there is no policy in this file; it begins with `apiVersion: regent.dev/v1`",
                        none + ":1:1: this directory has no policy: no file in it ends in .yaml or .yml");
    }

    @Test
    void refusesTwoPoliciesWithOneNameInTwoFiles() throws IOException {
        Path a = write("a.yaml", named("same"));
        Path b = write("b.yaml", named("same"));

        assertThat(problems(a, b))
                .containsExactly(b + ":3:18: a policy named `same` stands at " + a + ":3:18 already; give one of them"
                        + " another name, or give the file once");
    }

    @Test
    void missesNoPolicyBehindALinkThatLeadsNowhere() throws IOException {
        write("a.yaml", named("a"));
        Path link = Files.createSymbolicLink(directory.resolve("keep.yaml"), directory.resolve("gone"));

        assertThat(problems(directory)).containsExactly(link + ":1:1: there is no such file; check the path");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Path latin =
                Files.write(directory.resolve("latin.yaml"), (HEAD + "# Größe").getBytes(StandardCharsets.ISO_8859_1));
        Path wide = Files.write(directory.resolve("wide.yaml"), (HEAD + "rules: []").getBytes(StandardCharsets.UTF_16));
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {'a', '\n', 'b', 0, 'c'});
        Path cut = Files.write(directory.resolve("cut.yaml"), new byte[] {'#', ' ', (byte) 0xC3});

        assertThat(problems(latin, wide, binary, cut))
                .containsExactly(
                        latin + ":4:5: the byte 0xF6 here isn't UTF-8; save the file as UTF-8 text",
                        wide + ":1:1: the byte 0xFE here isn't UTF-8; save the file as UTF-8 text",
                        binary + ":2:2: the character U+0000 has no place in a policy file; is this text?",
                        cut + ":1:3: the byte 0xC3 here isn't UTF-8; save the file as UTF-8 text");
    }

    @Test
    void takesAMebibyteAndNoMore() throws Exception {
        String policy = named("large");
        Path most = write("most.yaml", policy + "#".repeat((1 << 20) - policy.length()));
        Path more = write("more.yaml", policy + "#".repeat((1 << 20) - policy.length() + 1));

        assertThat(PolicyFiles.read(List.of(most))).hasSize(1);
        assertThat(problems(more))
                .containsExactly(more + ":1:1: a policy file has at most 1048576 bytes; divide it into several");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String named(String name) {
        return HEAD.replace("default", name) + "rules: []\n";
    }

    private static List<String> problems(Path... paths) {
        PolicyException e = catchThrowableOfType(PolicyException.class, () -> PolicyFiles.read(List.of(paths)));
        assertThat(e.getMessage().lines().toList())
                .isEqualTo(e.problems().stream().map(Problem::toString).toList());
        return e.getMessage().lines().toList();
    }
}
