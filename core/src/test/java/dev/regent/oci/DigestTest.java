package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final Digest OF_ABC =
            new Digest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    @Test
    void knowsItsParts() {
        Digest digest = new Digest("sha512:" + HEX + HEX);

        assertThat(digest.algorithm()).isEqualTo("sha512");
        assertThat(digest.hex()).isEqualTo(HEX + HEX);
        assertThat(digest.brief()).isEqualTo("0123456789ab");
        assertThat(digest).hasToString("sha512:" + HEX + HEX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcdef",
                "sha256",
                "sha256:",
                "sha512:",
                "sha256:0123456789abcdef",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeF",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde/",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde:",
                "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde`",
                "sha384:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void refusesWhatIsNoDigest(String text) {
        assertThat(Digest.isDigest(text)).isFalse();
        assertThatThrownBy(() -> new Digest(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("got \"" + text + "\"");
    }

    @Test
    void takesBothAlgorithms() {
        assertThat(Digest.isDigest("sha256:" + HEX)).isTrue();
        assertThat(Digest.isDigest("sha512:" + HEX + HEX)).isTrue();
    }

    @Test
    void isTheSha256OfContent() {
        assertThat(Digest.sha256(bytes("abc"))).isEqualTo(OF_ABC);
    }

    @Test
    void isMadeOfBytesThatStandAmongOthers() {
        byte[] bytes = HexFormat.of().parseHex("ff00" + OF_ABC.hex() + "ff");

        assertThat(Digest.sha256(bytes, 2)).isEqualTo(OF_ABC).hasSameHashCodeAs(OF_ABC);
        assertThat(Digest.sha256(bytes, 1)).isNotEqualTo(OF_ABC);
    }

    @Test
    void namesItsOwnContentOnly() {
        Digest long512 = new Digest("sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");

        assertThat(OF_ABC.names(bytes("abc"))).isTrue();
        assertThat(OF_ABC.names(bytes("abd"))).isFalse();
        assertThat(long512.names(bytes("abc"))).isTrue();
        assertThat(long512.names(bytes("abd"))).isFalse();
    }

    @Test
    void sortsByItsText() {
        Digest greater = new Digest("sha512:" + HEX + HEX);

        assertThat(OF_ABC).isLessThan(greater);
        assertThat(greater).isGreaterThan(OF_ABC);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
