package dev.regent.inventory;

import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistryInventoryTest {

    @Test
    void sortsRepositoriesByName() {
        RegistryInventory registry = aRegistry("shop")
                .with(aRepository("b").with(anImage(1)))
                .with(aRepository("a"))
                .inventory();

        assertThat(registry.repositories())
                .extracting(RepositoryInventory::name)
                .containsExactly("a", "b");
        assertThat(registry.name()).isEqualTo("shop");
    }

    @Test
    void trustsAClockThatIsFiveMinutesOffAndNoFurther() {
        assertThat(trusted(Duration.ZERO)).isTrue();
        assertThat(trusted(Duration.ofMinutes(5))).isTrue();
        assertThat(trusted(Duration.ofMinutes(-5))).isTrue();
        assertThat(trusted(Duration.ofMinutes(5).plusMillis(1))).isFalse();
        assertThat(trusted(Duration.ofMinutes(-5).minusMillis(1))).isFalse();
    }

    private static boolean trusted(Duration clockOff) {
        return aRegistry().clockOff(clockOff).inventory().clockTrusted();
    }
}
