package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrerTagTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(strings = {"", ".sig", ".att", ".sbom"})
    void namesItsSubjectInEveryShape(String suffix) {
        String tag = "sha256-" + HEX + suffix;

        assertThat(ReferrerTag.parse(tag)).isEqualTo(Optional.of(new ReferrerTag(new Digest("sha256:" + HEX))));
        assertThat(ReferrerTag.isOrdinary(tag)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest",
                "sha256-",
                "sha256-0123",
                "sha256-0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.SIG",
                "sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.sigs",
                "sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.",
                "sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-1",
                "sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.sig\n",
                "sha512-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "v-sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void takesEveryOtherTagForAnOrdinaryOne(String tag) {
        assertThat(ReferrerTag.parse(tag)).isEmpty();
        assertThat(ReferrerTag.isOrdinary(tag)).isTrue();
    }
}
