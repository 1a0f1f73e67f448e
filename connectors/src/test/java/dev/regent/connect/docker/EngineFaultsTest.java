package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.Trouble;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is not heard of an engine is never read as not there.
final class EngineFaultsTest {

    private static final EngineWorld.Store STORE = EngineWorld.Store.CLASSIC;

    private final DoubleScenes scenes = new DoubleScenes(STORE, EngineWorld.Swarm.MANAGER);
    private Deployed image;

    @BeforeEach
    void runSomething() {
        image = scenes.pull("app", "app", STORE);
        scenes.world().run("app", image.reference(), "running");
        scenes.rollOut("web", STORE);
    }

    @AfterEach
    void close() {
        scenes.close();
    }

    private EnvironmentObservation look() throws InterruptedException {
        return scenes.over(scenes.engine().tcp()).observe(Progress.SILENT);
    }

    private static Trouble json(String body) {
        return new Trouble.Instead("application/json", body);
    }

    static Stream<Arguments> oneCallThatFails() {
        Trouble html = new Trouble.Instead("text/html", "<!DOCTYPE html><title>Sign in</title>");
        List<String> lists = List.of("/info", "/containers/json", "/images/json", "/services", "/tasks");
        Stream<Arguments> atOnce = Stream.of(
                        new Trouble.Refusal(403, "no"),
                        html,
                        json("null"),
                        json("\"text\""),
                        json(""),
                        json("\0\0\0["),
                        json("[".repeat(5000)))
                .flatMap(trouble -> lists.stream().map(path -> Arguments.of(path, trouble)));
        Stream<Arguments> afterRetries = Stream.of(
                Arguments.of("/info", new Trouble.Refusal(500, "out of disk")),
                Arguments.of("/containers/json", new Trouble.HangUp()),
                Arguments.of("/tasks", new Trouble.Cut()));
        return Stream.concat(atOnce, afterRetries);
    }

    @ParameterizedTest
    @MethodSource("oneCallThatFails")
    void hearsTheRestWhenOneCallFails(String path, Trouble trouble) throws InterruptedException {
        scenes.engine().trouble(path, trouble);

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains(scenes.engine().tcp().toString()).contains("; ");
        boolean containersHeard = !path.equals("/containers/json");
        assertThat(heard.uses().stream().anyMatch(use -> use.digests().contains(image.config())))
                .isEqualTo(containersHeard);
        boolean servicesHeard = !path.equals("/info") && !path.equals("/services");
        assertThat(heard.uses().stream().anyMatch(use -> use.workload().equals("service web")))
                .isEqualTo(servicesHeard);
    }

    @Test
    void saysActionObjectCauseAndRemedy() throws InterruptedException {
        scenes.engine().trouble("/tasks", new Trouble.Refusal(403, "not for you"));

        assertThat(look().detail())
                .isEqualTo(
                        "list tasks of " + scenes.engine().tcp() + ": answered 403 (not for you); allow GET /tasks on"
                                + " the engine and on any proxy before it");
    }

    @ParameterizedTest
    @ValueSource(strings = {", 7]", ", null]", ", {\"Id\":", "", "] []"})
    void keepsWhatCameBeforeAListWentWrong(String end) throws InterruptedException {
        scenes.engine().trouble("/services", json("""
                [{"ID":"a","Spec":{"Name":"first","TaskTemplate":{"ContainerSpec":{"Image":"a:1"}}}}""" + end));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.uses()).extracting(Use::workload).contains("service first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "7", "[7]"})
    void doesNotTakeSomethingElseForAList(String list) throws InterruptedException {
        scenes.engine().trouble("/containers/json", json(list));

        assertThat(look().heard()).isEqualTo(Heard.PARTLY);
    }

    static Stream<Arguments> containersOfAnotherShape() {
        return Stream.of(
                Arguments.of("{\"Names\":[\"/app\"],\"ImageID\":\"%s\"}", "names the image (none)", true),
                Arguments.of("{\"Names\":[\"/app\"],\"Image\":\"a:1\"}", "image id (none)", true),
                Arguments.of("{\"Names\":[\"/app\"],\"Image\":7,\"ImageID\":\"%s\"}", "names the image (none)", true),
                Arguments.of("{\"Names\":[\"/app\"],\"Image\":\"a b\",\"ImageID\":\"%s\"}", "\"a b\"", true),
                Arguments.of("{\"Names\":[\"/app\"],\"Image\":\"a:1\",\"ImageID\":\"sha256:1\"}", "\"sha256:1\"", true),
                Arguments.of("{}", "names the image (none)", false));
    }

    @ParameterizedTest
    @MethodSource("containersOfAnotherShape")
    void namesContainersWhoseImageIsNotWhollyKnown(String container, String words, boolean used)
            throws InterruptedException {
        scenes.engine().trouble("/containers/json", json("[" + container.formatted(image.config()) + "]"));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains(words);
        assertThat(heard.uses().stream().anyMatch(use -> use.workload().startsWith("container app")))
                .isEqualTo(used);
    }

    @Test
    void namesServicesWithoutAnImageThatCanBeUnderstood() throws InterruptedException {
        scenes.engine().trouble("/services", json("""
                [{"ID":"a","Spec":{"Name":"empty","TaskTemplate":{"ContainerSpec":{}}}},
                 {"ID":"b","Spec":{"Name":"strange","TaskTemplate":{"ContainerSpec":{"Image":"A B"}}}},
                 {"ID":"c","Spec":{"Name":"good","TaskTemplate":{"ContainerSpec":{"Image":"a:1"}}},
                  "PreviousSpec":{"Name":"good","TaskTemplate":{}}}]"""));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail())
                .contains("service empty")
                .contains("service strange")
                .contains("service good");
        assertThat(heard.uses()).extracting(Use::workload).contains("service good");
    }

    @Test
    void namesLocalImagesWhoseDigestsAreNone() throws InterruptedException {
        scenes.engine().trouble("/images/json", json("""
                [{"Id":"%s","RepoTags":["<none>:<none>"],"RepoDigests":["<none>@<none>"]},
                 {"Id":"sha256:12","RepoTags":null,"RepoDigests":["a@sha256:zz"]}]""".formatted(image.config())));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains("image \"sha256:12\"").doesNotContain("<none>");
    }

    @Test
    void hearsNothingWhenEveryListFails() throws InterruptedException {
        for (String path : new String[] {"/containers/json", "/services", "/tasks", "/images/json"}) {
            scenes.engine().trouble(path, new Trouble.Refusal(403, "no"));
        }

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.uses()).isEmpty();
    }

    @Test
    void hearsNothingOfAnEngineThatRefusesAtOnce() throws InterruptedException {
        scenes.engine().trouble("/_ping", new Trouble.Refusal(401, "who are you"));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("answered 401 (who are you)").contains("allow GET /_ping");
        assertThat(scenes.engine().asked()).containsExactly("GET /_ping");
    }

    @Test
    void hearsNothingWhereNoEngineListens(@TempDir Path folder) throws InterruptedException {
        URI socket = URI.create("unix://" + folder.resolve("none.sock"));

        EnvironmentObservation heard = scenes.over(socket).observe(Progress.SILENT);

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("reach " + socket + ": No such file or directory; check that");
    }

    @Test
    void hearsNothingOfAnEngineThatIsGone() throws InterruptedException {
        URI tcp = scenes.engine().tcp();
        scenes.close();

        EnvironmentObservation heard = scenes.over(tcp).observe(Progress.SILENT);

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("reach " + tcp).contains("Connection refused");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksNothingMoreOfAnEngineThatFellSilent(boolean socket) throws InterruptedException {
        scenes.engine().trouble("/services", new Trouble.Silence());

        EnvironmentObservation heard = scenes.over(
                        socket ? scenes.engine().unix() : scenes.engine().tcp())
                .observe(Progress.SILENT);

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains("no answer within").contains("not asked, since the engine fell silent");
        assertThat(scenes.engine().asked()).doesNotContain("GET /v1.41/tasks");
    }

    @Test
    void boundsWhatItReads() throws InterruptedException {
        scenes.engine().trouble("/info", json("{\"ID\":\"" + "x".repeat(5 << 20) + "\"}"));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.PARTLY);
        assertThat(heard.detail()).contains("larger than 4194304 bytes");
    }

    @Test
    void triesAgainWhatFailsNowAndThen() throws InterruptedException {
        scenes.engine().everyNth(3, new Trouble.Refusal(500, "busy"));

        EnvironmentObservation heard = look();

        assertThat(heard.heard()).isEqualTo(Heard.YES);
        assertThat(heard.requests()).isGreaterThan(7);
    }
}
