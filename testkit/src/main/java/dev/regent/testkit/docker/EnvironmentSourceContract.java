package dev.regent.testkit.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every source of an environment with containers promises, whatever it speaks to. Who extends
/// it sets the scenes.
public abstract class EnvironmentSourceContract {

    /// An image that an environment holds.
    ///
    /// @param reference by tag, as it was pulled or pushed
    /// @param manifest digest that the tag pointed at then
    /// @param config digest of the config, or another one that stands for the image there
    public record Deployed(String reference, Digest manifest, Digest config) {}

    protected abstract EnvironmentSource source();

    /// Starts a container from a tag, and then moves that tag to another image, in the registry and
    /// locally.
    ///
    /// @return what the container runs
    protected abstract Deployed runFromATagThatMovesThen(String container) throws InterruptedException;

    /// Starts a container from a tag.
    protected abstract Deployed run(String container) throws InterruptedException;

    /// Makes a container that was never started.
    protected abstract Deployed create(String container) throws InterruptedException;

    /// Starts a container from an image that is held by digest and has no tag.
    protected abstract Deployed runByDigest(String container) throws InterruptedException;

    protected final EnvironmentObservation look() throws InterruptedException {
        return source().observe(Progress.SILENT);
    }

    protected static List<Use> usesOf(String workload, EnvironmentObservation observation) {
        return observation.uses().stream()
                .filter(use -> use.workload().equals(workload) || use.workload().startsWith(workload + " ("))
                .toList();
    }

    @Test
    void protectsByDigestWhatRunsFromATagThatMovedSince() throws InterruptedException {
        Deployed old = runFromATagThatMovesThen("moved");

        assertThat(usesOf("container moved", look())).singleElement().satisfies(use -> {
            assertThat(use.kind()).isEqualTo(Use.Kind.RUNNING);
            assertThat(use.digests()).containsExactlyInAnyOrder(old.manifest(), old.config());
        });
    }

    @Test
    void namesWhatRunsByReferenceAndDigest() throws InterruptedException {
        Deployed image = run("named");

        assertThat(usesOf("container named", look())).singleElement().satisfies(use -> {
            assertThat(use.reference()).isEqualTo(ImageReference.parse(image.reference()));
            assertThat(use.digests()).contains(image.manifest(), image.config());
        });
    }

    @Test
    void countsContainersThatDoNotRun() throws InterruptedException {
        Deployed image = create("idle");

        assertThat(usesOf("container idle", look())).singleElement().satisfies(use -> {
            assertThat(use.kind()).isEqualTo(Use.Kind.STOPPED);
            assertThat(use.workload()).isEqualTo("container idle (created)");
            assertThat(use.digests()).contains(image.manifest(), image.config());
        });
    }

    @Test
    void resolvesImagesThatHaveNoTag() throws InterruptedException {
        Deployed image = runByDigest("bydigest");

        assertThat(usesOf("container bydigest", look())).singleElement().satisfies(use -> {
            assertThat(use.reference().flatMap(ImageReference::digest)).isEqualTo(Optional.of(image.manifest()));
            assertThat(use.digests()).contains(image.manifest(), image.config());
        });
    }

    @Test
    void saysThatAllWasHeardAndWhatWasRead() throws InterruptedException {
        EnvironmentObservation observation = look();

        assertThat(observation.detail()).contains("containers").contains("local images");
        assertThat(observation.heard()).isEqualTo(Heard.YES);
        assertThat(observation.requests()).isPositive();
    }

    @Test
    void saysTheSameTwice() throws InterruptedException {
        run("twice");

        assertThat(look().uses()).containsExactlyInAnyOrderElementsOf(look().uses());
    }
}
