package dev.regent.given;

import dev.regent.analyse.Past;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Uses;
import dev.regent.inventory.RegistryInventory;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds what was heard of one registry.
public final class RegistryBuilder {

    private final String name;
    private final boolean configured;
    private final List<RepositoryObservation> repositories = new ArrayList<>();
    private final Map<Digest, ManifestContent> contents = new HashMap<>();
    private Set<String> hosts;
    private Optional<Volume> volume = Optional.empty();
    private Duration clockOff = Duration.ZERO;

    private RegistryBuilder(String name, boolean configured) {
        this.name = name;
        this.configured = configured;
        this.hosts = Set.of(name + ".example");
    }

    /// A registry that is called `main` and that references call `main.example`.
    public static RegistryBuilder aRegistry() {
        return aRegistry("main");
    }

    public static RegistryBuilder aRegistry(String name) {
        return new RegistryBuilder(name, true);
    }

    /// A registry that nobody gave a name.
    public static RegistryBuilder aRegistryAt(String address) {
        return new RegistryBuilder(address, false);
    }

    public RegistryBuilder with(RepositoryBuilder repository) {
        repositories.add(repository.observed());
        contents.putAll(repository.contents());
        return this;
    }

    public RegistryBuilder hosts(String... others) {
        hosts = Set.of(others);
        return this;
    }

    public RegistryBuilder volume(Volume other) {
        volume = Optional.of(other);
        return this;
    }

    public RegistryBuilder clockOff(Duration other) {
        clockOff = other;
        return this;
    }

    public RegistryObservation observed() {
        return new RegistryObservation(
                new RegistryIdentity(name, configured, hosts),
                "registry",
                Heard.YES,
                "",
                repositories,
                contents,
                volume,
                clockOff,
                0);
    }

    public RegistryInventory inventory() {
        return RegistryInventory.of(observed());
    }

    /// Its first repository, by name.
    public RepositoryView view(Uses uses) {
        RegistryInventory registry = inventory();
        return RepositoryView.of(registry, registry.repositories().getFirst(), uses, Past.NOTHING, ManifestBuilder.NOW);
    }
}
