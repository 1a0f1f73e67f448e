package dev.regent.store.estate;

import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Builds what was heard of one environment.
final class SeenEnvironment {

    private final String name;
    private final List<Use> uses = new ArrayList<>();
    private Heard heard = Heard.YES;
    private Optional<String> identity = Optional.empty();
    private EnvironmentFacts facts = EnvironmentFacts.NONE;

    private SeenEnvironment(String name) {
        this.name = name;
    }

    static SeenEnvironment host() {
        return new SeenEnvironment("host");
    }

    static SeenEnvironment named(String name) {
        return new SeenEnvironment(name);
    }

    SeenEnvironment heard(Heard other) {
        heard = other;
        return this;
    }

    SeenEnvironment identity(String other) {
        identity = Optional.of(other);
        return this;
    }

    /// A container for each, named after the image's number.
    SeenEnvironment running(int... images) {
        for (int image : images) {
            using("container c" + image, Use.Kind.RUNNING, Optional.empty(), Set.of(SeenRegistry.digest(image)));
        }
        return this;
    }

    SeenEnvironment service(String service, String wanted) {
        return using("service " + service, Use.Kind.DESIRED, ImageReference.parse(wanted), Set.of());
    }

    SeenEnvironment previous(String service, String before) {
        return using("service " + service, Use.Kind.ROLLBACK, ImageReference.parse(before), Set.of());
    }

    SeenEnvironment using(String workload, Use.Kind kind, Optional<ImageReference> reference, Set<Digest> digests) {
        uses.add(new Use(name, workload, kind, reference, digests));
        return this;
    }

    SeenEnvironment saying(EnvironmentFacts other) {
        facts = other;
        return this;
    }

    EnvironmentObservation observed() {
        String detail = heard == Heard.YES ? "" : "connection refused";
        return new EnvironmentObservation(name, "docker", heard, detail, uses, 1, identity, facts);
    }
}
