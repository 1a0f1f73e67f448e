package dev.regent.analyse.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TierTest {

    @ParameterizedTest
    @CsvSource({
        "production, PRODUCTION",
        "PROD, PRODUCTION",
        "prd, PRODUCTION",
        "live, PRODUCTION",
        "prod-eu, PRODUCTION",
        "Production EU, PRODUCTION",
        "portainer/prod_1, PRODUCTION",
        "shop.prod2, PRODUCTION",
        "staging, STAGING",
        "stage, STAGING",
        "stg, STAGING",
        "uat, STAGING",
        "acceptance, STAGING",
        "shop-staging, STAGING",
        "pre-prod, STAGING",
        "shop-pre-production, STAGING",
        "preprod-eu, STAGING",
        "dev, DEVELOPMENT",
        "qa3, DEVELOPMENT",
        "sandbox, DEVELOPMENT",
        "testing, DEVELOPMENT",
        "tst, DEVELOPMENT",
        "devel, DEVELOPMENT"
    })
    void readsATierByTheFirstAndTheLastWord(String text, Tier tier) {
        assertThat(Tier.spokenOfIn(text)).isEqualTo(Set.of(tier));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "frontend",
                "products",
                "latest",
                "contest",
                "developers-portal",
                "shop-prod-eu",
                "non-prod",
                "nonprod",
                "shop-non-prod",
                "no prod",
                "not_production",
                "\u0441tage",
                "/"
            })
    void saysNothingOfOtherWords(String text) {
        assertThat(Tier.spokenOfIn(text)).isEmpty();
    }

    @Test
    void tellsAllOfWhatContradictsItself() {
        assertThat(Tier.spokenOfIn("test-prod")).isEqualTo(Set.of(Tier.PRODUCTION, Tier.DEVELOPMENT));
        assertThat(Tier.spokenOfIn("dev/shop-stage")).isEqualTo(Set.of(Tier.STAGING, Tier.DEVELOPMENT));
    }

    @Test
    void heedsNothingThatIsLongerThanAName() {
        assertThat(Tier.spokenOfIn("dev-" + "x".repeat(249))).isEqualTo(Set.of(Tier.DEVELOPMENT));
        assertThat(Tier.spokenOfIn("dev-" + "x".repeat(250))).isEmpty();
    }

    @Test
    void onlyTheUnknownCountsAsSomethingElse() {
        assertThat(Tier.UNKNOWN.countsAs()).isEqualTo(Tier.PRODUCTION);
        assertThat(Tier.PRODUCTION.countsAs()).isEqualTo(Tier.PRODUCTION);
        assertThat(Tier.STAGING.countsAs()).isEqualTo(Tier.STAGING);
        assertThat(Tier.DEVELOPMENT.countsAs()).isEqualTo(Tier.DEVELOPMENT);
    }
}
