package dev.regent.testkit.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a source promises besides where the environment is a Swarm.
public abstract class SwarmSourceContract extends EnvironmentSourceContract {

    /// A service before and after an update.
    public record Rollout(Deployed before, Deployed after) {}

    /// Creates a service from a tag, moves the tag and updates the service, and returns when the
    /// new task runs and the old one ended.
    protected abstract Rollout rollOut(String service) throws InterruptedException;

    @Test
    void protectsWhatAServiceWantsAndWhatItCouldRollBackTo() throws InterruptedException {
        Rollout rollout = rollOut("web");

        List<Use> uses = usesOf("service web", look());

        assertThat(digestsWanted(uses, Use.Kind.DESIRED))
                .containsExactly(rollout.after().manifest());
        assertThat(digestsWanted(uses, Use.Kind.ROLLBACK))
                .containsExactly(rollout.before().manifest());
    }

    @Test
    void countsTasksThatRunAndTasksThatEnded() throws InterruptedException {
        Rollout rollout = rollOut("api");

        List<Use> uses = usesOf("service api", look());

        assertThat(digestsWanted(uses, Use.Kind.RUNNING))
                .containsExactly(rollout.after().manifest());
        assertThat(digestsWanted(uses, Use.Kind.ROLLBACK))
                .containsExactly(rollout.before().manifest());
    }

    @Test
    void namesNothingOfAServiceButTheServiceItself() throws InterruptedException {
        rollOut("names");

        assertThat(look().uses())
                .extracting(Use::workload)
                .filteredOn(workload -> workload.contains("names"))
                .isNotEmpty()
                .containsOnly("service names");
    }

    /// Each once.
    protected static List<Digest> digestsWanted(List<Use> uses, Use.Kind kind) {
        return uses.stream()
                .filter(use -> use.kind() == kind)
                .map(use -> use.reference().flatMap(ImageReference::digest))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
