package dev.regent.plan;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Estate.anEstate;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.layerOf;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.everyTag;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RegistryBuilder.aRegistryAt;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.given.ManifestBuilder;
import dev.regent.given.PolicyBuilder;
import dev.regent.given.RegistryBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A plan is named by what it would do where, by which policies, and by nothing else.
class PlanDigestTest {

    private static final PolicyBuilder CLEAN = aPolicy().removeOlderThan(30).allowEmpty();

    @Test
    void isTheDigestOfItsCanonicalForm() {
        String policy =
                Digest.sha256("default".getBytes(StandardCharsets.UTF_8)).value();
        String canonical = "{\"policies\":[\"" + policy + "\"],\"registries\":[\"main\"],\"steps\":["
                + "{\"digest\":\"" + digest(1) + "\",\"kind\":\"delete-manifest\",\"registry\":\"main\","
                + "\"repository\":\"app\",\"tags\":[\"v1\",\"v2\"]}]}";

        assertThat(plan(old(1), "v2", "v1").digest())
                .isEqualTo(Digest.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void doesNotDependOnTheTime() {
        RegistryBuilder registry = aRegistry().with(aRepository().with(old(1), "v1"));
        Plan today = anEstate(registry).plan(CLEAN);
        Plan tomorrow = anEstate(registry).at(NOW.plus(Duration.ofDays(1))).plan(CLEAN);

        assertThat(tomorrow.steps()).isNotEqualTo(today.steps());
        assertThat(tomorrow.digest()).isEqualTo(today.digest());
    }

    @Test
    void doesNotDependOnReasonsAndByteCounts() {
        Plan one = plan(old(1), "v1");
        Plan larger = plan(anImage(1).builtDaysAgo(80).layers(layerOf(5, 12345)), "v1");

        assertThat(larger.steps().getFirst().reason())
                .isNotEqualTo(one.steps().getFirst().reason());
        assertThat(larger.reclaimBytes()).isNotEqualTo(one.reclaimBytes());
        assertThat(larger.digest()).isEqualTo(one.digest());
    }

    @Test
    void doesNotDependOnTheAddressOfARegistryWithoutAName() {
        RepositoryBuilder repository = aRepository().with(old(1), "v1");
        Plan here = anEstate(aRegistryAt("127.0.0.1:5000").with(repository)).plan(CLEAN);
        Plan there = anEstate(aRegistryAt("127.0.0.1:5001").with(repository)).plan(CLEAN);

        assertThat(there.steps()).isNotEqualTo(here.steps());
        assertThat(there.digest()).isEqualTo(here.digest());
    }

    @Test
    void dependsOnTheNameThatARegistryWasGiven() {
        RepositoryBuilder repository = aRepository().with(old(1), "v1");

        assertThat(anEstate(aRegistry("a").with(repository)).plan(CLEAN).digest())
                .isNotEqualTo(
                        anEstate(aRegistry("b").with(repository)).plan(CLEAN).digest());
    }

    @Test
    void dependsOnWhichOfSeveralRegistriesWithoutANameAStepIsFor() {
        RegistryBuilder full = aRegistryAt("127.0.0.1:5000").with(aRepository().with(old(1), "v1"));
        RegistryBuilder empty = aRegistryAt("127.0.0.1:5001");

        assertThat(anEstate(full, empty).plan(CLEAN).digest())
                .isNotEqualTo(anEstate(empty, full).plan(CLEAN).digest());
    }

    @Test
    void doesNotDependOnTheOrderOfPolicies() {
        RegistryBuilder registry = aRegistry().with(aRepository().with(old(1), "v1"));
        PolicyBuilder other = aPolicy("other").remove(everyTag("v1")).allowEmpty();

        assertThat(anEstate(registry).plan(other, CLEAN))
                .isEqualTo(anEstate(registry).plan(CLEAN, other));
    }

    @Test
    void dependsOnThePolicies() {
        RegistryBuilder registry = aRegistry().with(aRepository().with(old(1), "v1"));

        assertThat(anEstate(registry)
                        .plan(aPolicy("other").removeOlderThan(30).allowEmpty())
                        .digest())
                .isNotEqualTo(anEstate(registry).plan(CLEAN).digest());
    }

    @Test
    void dependsOnDigestsTagsAndRepositories() {
        Plan one = plan(old(1), "v1");

        assertThat(plan(old(2), "v1").digest()).isNotEqualTo(one.digest());
        assertThat(plan(old(1), "v2").digest()).isNotEqualTo(one.digest());
        assertThat(plan(old(1)).digest()).isNotEqualTo(one.digest());
        assertThat(anEstate(aRegistry().with(aRepository("db").with(old(1), "v1")))
                        .plan(CLEAN)
                        .digest())
                .isNotEqualTo(one.digest());
    }

    private static ManifestBuilder old(int number) {
        return anImage(number).builtDaysAgo(90);
    }

    private static Plan plan(ManifestBuilder image, String... tags) {
        return anEstate(aRegistry().with(aRepository().with(image, tags))).plan(CLEAN);
    }
}
