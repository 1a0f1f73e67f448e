package dev.regent.given;

import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Uses;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Gap;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Builds what was heard of one repository.
public final class RepositoryBuilder {

    private final String name;
    private final TreeMap<String, TagTarget> tags = new TreeMap<>();
    private final TreeMap<Digest, ManifestContent> manifests = new TreeMap<>();
    private final Set<Digest> missing = new HashSet<>();
    private final List<Gap> gaps = new ArrayList<>();

    private RepositoryBuilder(String name) {
        this.name = name;
    }

    public static RepositoryBuilder aRepository() {
        return aRepository("app");
    }

    public static RepositoryBuilder aRepository(String name) {
        return new RepositoryBuilder(name);
    }

    public RepositoryBuilder with(ManifestContent manifest, String... itsTags) {
        manifests.put(manifest.digest(), manifest);
        for (String tag : itsTags) {
            tags.put(tag, new TagTarget.Points(manifest.digest()));
        }
        return this;
    }

    public RepositoryBuilder with(ManifestBuilder manifest, String... itsTags) {
        return with(manifest.build(), itsTags);
    }

    public RepositoryBuilder tag(String tag, TagTarget target) {
        tags.put(tag, target);
        return this;
    }

    public RepositoryBuilder missing(Digest manifest) {
        missing.add(manifest);
        return this;
    }

    public RepositoryBuilder gap(Gap.Kind kind, String what, String why) {
        gaps.add(new Gap(kind, what, why));
        return this;
    }

    public RepositoryObservation observed() {
        return new RepositoryObservation(name, tags, manifests.keySet(), missing, gaps);
    }

    Map<Digest, ManifestContent> contents() {
        return manifests;
    }

    public RepositoryInventory inventory() {
        return RegistryBuilder.aRegistry().with(this).inventory().repositories().getFirst();
    }

    /// This repository in a registry of its own that nobody was asked about.
    public RepositoryView view() {
        return view(Uses.notAsked());
    }

    public RepositoryView view(Uses uses) {
        return RegistryBuilder.aRegistry().with(this).view(uses);
    }
}
