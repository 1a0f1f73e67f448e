package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class CallTest {

    @Test
    void takesNumbersOnly() {
        assertThat(Call.ENVIRONMENTS.target(101, 100))
                .isEqualTo("/api/endpoints?excludeSnapshots=true&start=101&limit=100");
        assertThat(Call.STACK_FILE.target(7)).isEqualTo("/api/stacks/7/file");
        assertThatIllegalArgumentException().isThrownBy(() -> Call.STACK_FILE.target());
        assertThatIllegalArgumentException().isThrownBy(() -> Call.STACK_FILE.target(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Call.TAGS.target(1));
    }
}
