package dev.regent.analyse.health;

import dev.regent.analyse.health.Finding.Kind;
import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.Role;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.List;

/// Looks a registry over.
public final class Health {

    private final RegistryInventory registry;
    private final List<Finding> findings = new ArrayList<>();

    private Health(RegistryInventory registry) {
        this.registry = registry;
    }

    /// Findings in the order of the repositories' names.
    public static List<Finding> findings(RegistryObservation observed, RegistryInventory registry) {
        Health health = new Health(registry);
        if (!registry.clockTrusted()) {
            health.add(
                    Kind.CLOCK,
                    "",
                    "its clock is " + observed.clockOff().abs().toMinutes()
                            + " min from ours, so no age is believed; set the clock that is wrong");
        }
        registry.volume().ifPresent(volume -> {
            volume.absentManifests().stream()
                    .sorted()
                    .forEach(digest -> health.add(
                            Kind.LOST_BYTES,
                            "",
                            "manifest " + digest.brief() + " is linked and its bytes are gone; garbage collection fails"
                                    + " on it"));
            if (!volume.absentBlobs().isEmpty()) {
                health.add(
                        Kind.LOST_BYTES,
                        "",
                        volume.absentBlobs().size() + " blobs that manifests need are not on the volume");
            }
        });
        observed.repositories().forEach(health::lostTags);
        registry.repositories().forEach(health::look);
        return health.findings;
    }

    private void lostTags(RepositoryObservation repository) {
        repository.tags().forEach((tag, target) -> {
            if (target instanceof TagTarget.Gone) {
                add(Kind.BROKEN, repository.name(), "tag " + Text.plain(tag) + " points at no manifest");
            }
        });
    }

    private void look(RepositoryInventory repository) {
        for (int manifest = 0; manifest < repository.size(); manifest++) {
            String name = name(repository, manifest);
            for (Descriptor child : repository.content(manifest).manifest().children()) {
                if (repository.missing().contains(child.digest())) {
                    add(Kind.BROKEN, repository.name(), name + " lists " + brief(child) + ", which isn't there");
                }
            }
            if (repository.role(manifest) == Role.REFERRER && repository.subjectUnseen(manifest)) {
                add(Kind.ORPHAN_REFERRER, repository.name(), name + " belongs to a manifest that was not seen");
            }
            if (repository.content(manifest).manifest() instanceof Manifest.Schema1) {
                add(Kind.SCHEMA_1, repository.name(), name + " has Docker's first manifest format");
            }
            if (repository.content(manifest).manifest() instanceof Manifest.Unknown(String mediaType)) {
                add(Kind.UNKNOWN_MEDIA_TYPE, repository.name(), name + " is " + Text.plain(mediaType));
            }
        }
    }

    private static String name(RepositoryInventory repository, int manifest) {
        Digest digest = repository.digest(manifest);
        List<String> tags = repository.tags(manifest);
        return tags.isEmpty() ? digest.brief() : tags.getFirst() + " (" + digest.brief() + ")";
    }

    private static String brief(Descriptor descriptor) {
        return descriptor.digest().brief();
    }

    private void add(Kind kind, String repository, String what) {
        findings.add(new Finding(kind, registry.name(), repository, what));
    }
}
