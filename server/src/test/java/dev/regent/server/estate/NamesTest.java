package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Test
    void withoutAHostItHoldsInEveryRegistry() {
        assertThat(Names.reference("team/app:1.0"))
                .isEqualTo(new ImageReference("", "team/app", Optional.of("1.0"), Optional.empty()));
    }

    @Test
    void aNameOfOneWordIsThatRepository() {
        assertThat(Names.reference("nginx"))
                .isEqualTo(new ImageReference("", "nginx", Optional.of("latest"), Optional.empty()));
    }

    @Test
    void aDigestNeedsNoTag() {
        assertThat(Names.reference("team/app@" + DIGEST))
                .isEqualTo(new ImageReference("", "team/app", Optional.empty(), Optional.of(new Digest(DIGEST))));
    }

    @Test
    void aHostIsToldByItsDotOrPort() {
        assertThat(Names.reference("registry.example/team/app:1").host()).isEqualTo("registry.example");
        assertThat(Names.reference("localhost:5000/app:1").host()).isEqualTo("localhost:5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Team/App:1", "team/app:", "team/app@sha256:abc", "a b"})
    void saysHowToWriteWhatNamesNoImage(String text) {
        assertThatThrownBy(() -> Names.reference(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write [host/]repository:tag or repository@sha256:");
    }
}
