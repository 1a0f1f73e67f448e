package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static dev.regent.policy.Documents.problems;
import static dev.regent.policy.Documents.rules;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyProblemsTest {

    @Test
    void namesTheNearestKeyAndAllThatAreAllowed() {
        assertThat(problems(rules("keep: {newst: 3}")))
                .containsExactly(
                        "p.yaml:5:12: unknown key `newst`; did you mean `newest`? allowed in `keep`: newest, by,"
                                + " tags, tagPattern, olderThan, youngerThan, pulledWithin, usedWithin, untaggedFor");
    }

    @ParameterizedTest
    @CsvSource({
        "older_than, olderThan",
        "OLDERTHAN, olderThan",
        "tagpatern, tagPattern",
        "tag, tags",
        "yb, by",
        "usedwithn, usedWithin"
    })
    void findsTheKeyThatWasMeant(String written, String meant) {
        assertThat(problems(rules("keep: {" + written + ": 1d}")))
                .singleElement()
                .asString()
                .contains("did you mean `" + meant + "`?");
    }

    @Test
    void guessesNoKeyWhereNoneIsNear() {
        assertThat(problems(rules("keep: {semver: 3}")))
                .singleElement()
                .asString()
                .startsWith("p.yaml:5:12: unknown key `semver`; allowed in `keep`: newest,");
    }

    @Test
    void tellsAllProblemsOfAllDocumentsInOneGo() {
        String text = """
                apiVersion: regent.dev/v2
                kind: Policy
                metadata: {name: Default, labels: {}}
                scope:
                  repositories: [team/app:1.0, /a]
                  exclude: team
                rules:
                  - keep: {newest: "3"}
                  - {}
                  - keep: {newest: 0}
                    remove: {newest: 3}
                alowEmpty: yes
                ---
                - keep
                """;

        assertThat(problems(text))
                .containsExactly(
                        "p.yaml:1:13: `apiVersion` wants regent.dev/v1; got \"regent.dev/v2\"",
                        "p.yaml:2:7: `kind` wants RetentionPolicy; got \"Policy\"",
                        "p.yaml:3:18: `name`: a name has lower-case letters, digits, `-` and `.`, begins and ends with"
                                + " a letter or digit, and has at most 253 characters, for example keep-releases; got"
                                + " \"Default\"",
                        "p.yaml:3:27: unknown key `labels`; allowed in `metadata`: name, description",
                        "p.yaml:5:18: `repositories`: no repository matches \"team/app:1.0\": the name within its registry"
                                + " is meant, such as team/app, without host, tag or digest",
                        "p.yaml:5:32: `repositories`: no repository matches \"/a\": a name neither begins nor ends with"
                                + " `/`; for all below team write team/**",
                        "p.yaml:6:12: `exclude` wants a list of globs for repositories, or a mapping with some of:"
                                + " registries, repositories; got \"team\"",
                        "p.yaml:8:20: `newest` wants a whole number, 1 or more, without quotes; got the text \"3\"",
                        "p.yaml:9:5: an item of `rules` is empty; write `keep: {…}` or `remove: {…}`, or leave it out",
                        "p.yaml:10:20: `newest` wants a whole number, 1 or more, without quotes; got \"0\"",
                        "p.yaml:11:5: `keep` and `remove` stand in one item; begin an item of its own: `- remove: {…}`",
                        "p.yaml:11:14: `newest` stands under `keep` only; to spare the newest write an item of its own:"
                                + " `- keep: {newest: 3}`",
                        "p.yaml:12:1: unknown key `alowEmpty`; did you mean `allowEmpty`? allowed in a policy: apiVersion,"
                                + " kind, metadata, scope, rules, allowEmpty",
                        "p.yaml:14:1: a policy wants a mapping with some of: apiVersion, kind, metadata, scope, rules,"
                                + " allowEmpty; got a list");
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(problems("kind: RetentionPolicy"))
                .containsExactly(
                        "p.yaml:1:1: a policy needs `apiVersion`; add `apiVersion: regent.dev/v1`",
                        "p.yaml:1:1: a policy needs `metadata`; add `metadata: {name: default}`",
                        "p.yaml:1:1: a policy needs `rules`; add `rules: [keep: {newest: 3}]`");
        assertThat(problems(HEAD.replace("name: default", "") + "rules: []"))
                .containsExactly("p.yaml:3:11: `metadata` needs `name`; add `name: default`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep: {}|5:11|`keep` is empty and would hold for every image",
                "remove: {}|5:13|`remove` is empty and would hold for every image",
                "keep:|5:10|`keep` wants a mapping with some of: newest, by, tags, tagPattern",
                "keep: [newest]|5:11|got a list",
                "keep: {newest: three}|5:20|`newest` wants a whole number, 1 or more, without quotes; got \"three\"",
                "keep: {newest: -1}|5:20|got \"-1\"",
                "keep: {newest: 3.0}|5:20|got \"3.0\"",
                "keep: {newest: 0x3}|5:20|got \"0x3\"",
                "keep: {newest: 03}|5:20|got \"03\"",
                "keep: {newest: 1_000}|5:20|got \"1_000\"",
                "keep: {newest: [3]}|5:20|got a list",
                "keep: {newest: }|5:19|got nothing",
                "keep: {newest: 9999999999}|5:20|at most 999999999",
                "keep: {newest: 3, by: semver}|5:27|`by` wants created or pushed; got \"semver\"",
                "keep: {by: pushed}|5:12|there is no `newest`",
                "remove: {by: pushed}|5:14|`by` stands under `keep` only",
                "keep: {tags: latest}|5:18|`tags` wants a list in brackets of a glob for tags each; got \"latest\"",
                "keep: {tags: []}|5:18|`tags` is empty and would match nothing",
                "keep: {tags: [{a: b}]}|5:19|`tags` wants a glob for tags; got a mapping",
                "keep: {tags: [null]}|5:19|got nothing",
                "keep: {tags: [a, '']}|5:22|`tags`: a glob has at least one character",
                "keep: {tags: ['team/app:1']}|5:19|no tag matches \"team/app:1\"",
                "keep: {tags: ['v[12]']}|5:19|got `[` in \"v[12]\"",
                "keep: {tags: ['^v.*$']}|5:19|for a regular expression use `tagPattern`",
                "keep: {tagPattern: '^(?=v)'}|5:24|no pattern of RE2: invalid or unsupported Perl syntax: `(?=`",
                "keep: {tagPattern: [a]}|5:24|`tagPattern` wants a pattern of RE2; got a list",
                "remove: {olderThan: 30}|5:25|`olderThan`: a duration is a whole number and s, m, h, d or w",
                "remove: {olderThan: 2024-02-30}|5:25|there is no such date: 2024-02-30",
                "remove: {olderThan: {days: 3}}|5:25|`olderThan` wants a duration, an instant or a date; got a mapping",
                "remove: {untaggedFor: 2024-01-01}|5:27|`untaggedFor`: a duration is a whole number",
                "keep: {usedWithin: -3d}|5:24|never less than zero; got \"-3d\"",
                "keep: {pulledWithin: 99999999d}|5:26|a duration is at most 1000000d",
                "keep: {newest: 1, newest: 2}|5:23|`newest` stands twice, first in line 5; keep one",
                "keep: {[a]: 2, newest: 1}|5:12|a key is a word; got a list",
                "keep: {? {a: b} : 2, newest: 1}|5:14|a key is a word; got a mapping",
                "keep: {<<: {newest: 1}}|5:12|unknown key `<<`",
                "keep: &a {newest: 1}|5:11|`&a` is a YAML anchor",
                "keep: {tags: [*-rc]}|5:19|put a glob in quotes: \"*-rc\"",
                "keep: {newest: !!int 3}|5:20|`!!int` is a YAML tag",
                "keep: !keep {newest: 3}|5:11|`!keep` is a YAML tag",
                "keep: {tags: [\"a\\nb\"]}|5:19|`tags` has the character <U+000A>, which doesn't show",
            })
    void tellsWhatIsWrongInAnItemAndWhere(String item, String place, String message) {
        assertThat(problems(rules(item)))
                .singleElement()
                .asString()
                .startsWith("p.yaml:" + place + ": ")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scope:|4:7|`scope` wants a mapping",
                "scope: {registry: [a]}|4:9|did you mean `registries`?",
                "scope: {registries: a}|4:21|`registries` wants a list",
                "scope: {registries: []}|4:21|leave it out for all",
                "scope: {repositories: []}|4:23|leave it out for all",
                "scope: {repositories: [team/]}|4:24|for all below team write team/**",
                "scope: {artifactTypes: [helm]}|4:25|a media type is wanted",
                "scope: {artifactTypes: ['application/*']}|4:25|no glob",
                "scope: {exclude: [a//b]}|4:19|no repository matches \"a//b\"",
                "scope: {exclude: {tags: [a]}}|4:19|allowed in `exclude`: registries, repositories",
                "allowEmpty: yes|4:13|`allowEmpty` wants true or false, without quotes; got \"yes\"",
                "allowEmpty: 'true'|4:13|got the text \"true\"",
                "allowEmpty: True|4:13|got \"True\"",
                "allowEmpty:|4:12|got nothing",
            })
    void tellsWhatIsWrongAroundTheItemsAndWhere(String line, String place, String message) {
        assertThat(problems(HEAD + line + "\nrules: []\n"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:" + place + ": ")
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "# nothing\n", "---\n", "---\n---\n", "null\n", "~"})
    void refusesAFileWithoutAPolicy(String text) {
        assertThat(problems(text))
                .containsExactly(
                        "p.yaml:1:1: there is no policy in this file; it begins with" + " `apiVersion: regent.dev/v1`");
    }

    @Test
    void saysThatATabCannotIndent() {
        assertThat(problems(HEAD + "rules:\n\t- keep: {newest: 3}\n"))
                .containsExactly("p.yaml:5:1: a tab can't indent YAML; use spaces");
    }

    @Test
    void saysHowToQuoteAGlobAndABackslash() {
        assertThat(problems(HEAD + "scope: {registries: [**]}\nrules: []"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:4:23: ")
                .contains("put a glob in quotes");
        assertThat(problems(rules("keep: {tagPattern: \"^v\\d+\"}")))
                .singleElement()
                .asString()
                .startsWith("p.yaml:5:28: in double quotes a backslash begins an escape");
    }

    @Test
    void tellsTheProblemsBeforeTextThatIsNoYaml() {
        assertThat(problems(rules("keep: {newst: 3}") + "---\nrules: [\n"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("p.yaml:8:1: this isn't YAML: ");
    }

    @Test
    void refusesAliasesEvenWhereTheyWouldNeverEnd() {
        assertThat(problems("&a [*a, *a]"))
                .startsWith(
                        "p.yaml:1:1: `&a` is a YAML anchor, and those aren't taken; write the value out",
                        "p.yaml:1:1: a policy wants a mapping with some of: apiVersion, kind, metadata, scope, rules,"
                                + " allowEmpty; got a list");
    }

    @Test
    void refusesDeepNesting() {
        for (String part : new String[] {"[", "{a: ", "- ", "? "}) {
            assertThat(problems(part.repeat(100_000)))
                    .singleElement()
                    .asString()
                    .contains("nested more than 20 deep");
        }
    }

    @Test
    void refusesTwoPoliciesWithOneName() {
        assertThat(problems(HEAD + "rules: []\n---\n" + HEAD + "rules: []\n"))
                .containsExactly("p.yaml:8:18: a policy named `default` stands at p.yaml:3:18 already; give one of them"
                        + " another name, or give the file once");
    }

    @Test
    void refusesCharactersThatAreNoText() {
        assertThat(problems(HEAD + "a\0b"))
                .containsExactly("p.yaml:4:2: the character U+0000 has no place in a policy" + " file; is this text?");
        assertThat(problems("a: \ud83d"))
                .containsExactly("p.yaml:1:4: the character U+D83D has no place in a policy" + " file; is this text?");
    }

    @Test
    void countsColumnsInCharactersAndLinesByAnyLineBreak() {
        assertThat(problems((HEAD + "metadatа: 1\nrules: [{😀: 1}, {x: 1}]\n").replace("\n", "\r\n")))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("p.yaml:4:1: unknown key `metadatа`"),
                        second -> assertThat(second).startsWith("p.yaml:5:10: unknown key `😀`"),
                        third -> assertThat(third).startsWith("p.yaml:5:18: unknown key `x`"));
    }
}
