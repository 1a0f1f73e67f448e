package dev.regent.given;

import dev.regent.analyse.Uses;
import dev.regent.inventory.RegistryInventory;
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
public final class EnvironmentBuilder {

    private final String name;
    private final List<Use> uses = new ArrayList<>();
    private Heard heard = Heard.YES;
    private String detail = "";

    private EnvironmentBuilder(String name) {
        this.name = name;
    }

    public static EnvironmentBuilder anEnvironment() {
        return new EnvironmentBuilder("host");
    }

    public static EnvironmentBuilder anEnvironment(String name) {
        return new EnvironmentBuilder(name);
    }

    public EnvironmentBuilder running(String workload, String reference) {
        return using(workload, Use.Kind.RUNNING, ImageReference.parse(reference), Set.of());
    }

    public EnvironmentBuilder running(String workload, Digest digest) {
        return using(workload, Use.Kind.RUNNING, Optional.empty(), Set.of(digest));
    }

    public EnvironmentBuilder using(
            String workload, Use.Kind kind, Optional<ImageReference> reference, Set<Digest> digests) {
        uses.add(new Use(name, workload, kind, reference, digests));
        return this;
    }

    public EnvironmentBuilder heard(Heard other, String why) {
        heard = other;
        detail = why;
        return this;
    }

    public EnvironmentObservation observed() {
        return new EnvironmentObservation(name, "docker", heard, detail, uses, 1);
    }

    public Uses uses(RegistryInventory... registries) {
        return Uses.of(List.of(observed()), List.of(registries));
    }
}
