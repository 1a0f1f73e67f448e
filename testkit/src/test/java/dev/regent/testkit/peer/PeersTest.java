package dev.regent.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

final class PeersTest {

    @Test
    void skipsATestWhosePeerIsMissing() {
        assertThatThrownBy(() -> Peers.require("A peer", false, false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("A peer is missing: install it");
    }

    @Test
    void failsATestWhosePeerIsMissingWhereItMustBeThere() {
        assertThatThrownBy(() -> Peers.require("A peer", false, true))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("A peer is missing: install it");
    }

    @Test
    void goesOnWithThePeer() {
        assertThatCode(() -> Peers.require("A peer", true, true)).doesNotThrowAnyException();
    }

    @Test
    void findsProgramsOfTheDistribution() {
        assertThat(Peers.find("sh")).hasValueSatisfying(path -> assertThat(path).isEqualTo(Path.of("/usr/bin/sh")));
        assertThat(Peers.find("no-program-of-that-name")).isEmpty();
    }
}
