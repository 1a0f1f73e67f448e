package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String DIGEST = "sha256:" + HEX;

    @ParameterizedTest(name = "{0} is {1}/{2}:{3}")
    @CsvSource({
        "nginx,                             docker.io,          library/nginx,  latest",
        "nginx:1.27,                        docker.io,          library/nginx,  1.27",
        "a/b,                               docker.io,          a/b,            latest",
        "a/b/c:x,                           docker.io,          a/b/c,          x",
        "docker.io/nginx,                   docker.io,          library/nginx,  latest",
        "docker.io/library/nginx,           docker.io,          library/nginx,  latest",
        "index.docker.io/nginx:1,           docker.io,          library/nginx,  1",
        "index.docker.io/a/b,               docker.io,          a/b,            latest",
        "localhost/x,                       localhost,          x,              latest",
        "localhost:5000/x:1,                localhost:5000,     x,              1",
        "localhost,                         docker.io,          library/localhost, latest",
        "localhost:5000,                    docker.io,          library/localhost, 5000",
        "HOST/x,                            HOST,               x,              latest",
        "Host/x/y:2,                        Host,               x/y,            2",
        "registry.example/x,                registry.example,   x,              latest",
        "registry.example:443/team/app:1.0, registry.example:443, team/app,     1.0",
        "registry/x,                        docker.io,          registry/x,     latest",
        "registry:5000/x,                   registry:5000,      x,              latest",
        "127.0.0.1:5000/x,                  127.0.0.1:5000,     x,              latest",
        "[::1]:5000/x:1,                    [::1]:5000,         x,              1",
        "[::1]/x,                           '[::1]',            x,              latest",
        "a__b/c--d.e_f,                     docker.io,          a__b/c--d.e_f,  latest",
        "x:_,                               docker.io,          library/x,      _",
        "x:A.b-c_9,                         docker.io,          library/x,      A.b-c_9",
    })
    void makesTagsExplicitAsDockerDoes(String text, String host, String repository, String tag) {
        assertThat(ImageReference.parse(text))
                .contains(new ImageReference(host, repository, Optional.of(tag), Optional.empty()));
    }

    @Test
    void takesADigestWithoutATag() {
        assertThat(ImageReference.parse("x@" + DIGEST))
                .contains(new ImageReference(
                        "docker.io", "library/x", Optional.empty(), Optional.of(new Digest(DIGEST))));
    }

    @Test
    void takesATagBesideADigest() {
        assertThat(ImageReference.parse("registry.example:5000/x:t@" + DIGEST))
                .contains(new ImageReference(
                        "registry.example:5000", "x", Optional.of("t"), Optional.of(new Digest(DIGEST))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                ":tag",
                "@",
                "/",
                "/x",
                "x/",
                "x:",
                "x: ",
                "x:t:u",
                "x:.t",
                "x:-t",
                "x:t\n",
                "x\n",
                "X",
                "a/B",
                "a//b",
                "a/-b",
                "a/b-",
                "a/b.",
                "a/b..c",
                "a/b___c",
                "a/b@c",
                "x@sha256:0123",
                "x@sha256:",
                "x@",
                "x@@y",
                "http://registry.example/x",
                "registry.example/",
                "-registry.example/x",
                "registry-.example/x",
                "registry..example/x",
                "registry.example:/x",
                "registry.example:port/x",
                "[zz]:5000/x",
                "ä/x",
                "x:ä",
                "x y"
            })
    void refusesWhatNoEngineWouldTake(String text) {
        assertThat(ImageReference.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void refusesAnId(String text) {
        assertThat(ImageReference.parse(text)).isEmpty();
    }

    static String[] ids() {
        return new String[] {HEX, DIGEST, "sha512:" + HEX + HEX};
    }

    @Test
    void takesHexadecimalDigitsThatAreNoId() {
        String almost = HEX.substring(1);

        assertThat(ImageReference.parse(almost))
                .contains(
                        new ImageReference("docker.io", "library/" + almost, Optional.of("latest"), Optional.empty()));
    }

    @Test
    void boundsTheLengthOfRepositoryAndTag() {
        assertThat(ImageReference.isRepository("x".repeat(255))).isTrue();
        assertThat(ImageReference.isRepository("x".repeat(256))).isFalse();
        assertThat(ImageReference.isTag("x".repeat(128))).isTrue();
        assertThat(ImageReference.isTag("x".repeat(129))).isFalse();
        assertThat(ImageReference.parse("localhost/" + "x".repeat(255))).isPresent();
        assertThat(ImageReference.parse("localhost/" + "x".repeat(256))).isEmpty();
    }

    @Test
    void refusesAHostThatIsLongerThanAnyName() {
        assertThat(ImageReference.parse("a.".repeat(100_000) + "a/x")).isEmpty();
        assertThat(ImageReference.parse("a".repeat(100_000) + ".example/x")).isEmpty();
    }

    @Test
    void isWrittenInFull() {
        assertThat(ImageReference.parse("nginx").orElseThrow()).hasToString("docker.io/library/nginx:latest");
        assertThat(ImageReference.parse("x:t@" + DIGEST).orElseThrow()).hasToString("docker.io/library/x:t@" + DIGEST);
    }

    @Test
    void isNothingWithoutARepositoryOrATagOrDigest() {
        assertThatThrownBy(() -> new ImageReference("docker.io", "X\u202e", Optional.of("t"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a repository: \"X<U+202E>\"");
        assertThatThrownBy(() -> new ImageReference("docker.io", "x", Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a reference has a tag or a digest: \"x\"");
    }
}
