package dev.regent.server.doctor;

import dev.regent.act.RegistryWriter;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.oci.Digest;

/// Whether a registry would let us delete, found out without deleting anything: it is told to
/// delete a manifest that cannot be there, since nobody knows bytes with that digest.
final class DeleteRight {

    private static final String CHECK = "delete";
    private static final Digest NOTHING = new Digest("sha256:" + "0".repeat(64));

    private DeleteRight() {}

    static Check of(String registry, String repository, RegistryWriter writer) throws InterruptedException {
        return switch (writer.deleteManifest(repository, NOTHING)) {
            case Written.Gone _ ->
                Check.good(
                        registry,
                        CHECK,
                        "deletion is allowed and on: asked to delete a manifest that can't exist,"
                                + " the registry says that it isn't there");
            case Written.Refused(int status, String why) -> refused(registry, status, why);
            case Written.Done _ ->
                Check.bad(
                        registry,
                        CHECK,
                        "the registry says that it deleted a manifest that can't exist",
                        "find out what answers at its address: what it says of deletions can't be relied on");
            case Written.Unknown(String why) -> Check.untried(registry, CHECK, why);
        };
    }

    private static Check refused(String registry, int status, String why) {
        return switch (status) {
            case 401, 403 ->
                Check.bad(
                        registry,
                        CHECK,
                        why,
                        "give the credentials of registry " + registry + " the right to delete, or name others that"
                                + " have it");
            case 405, 501 ->
                Check.bad(
                        registry,
                        CHECK,
                        why,
                        "turn deletion on in the registry: `storage: {delete: {enabled: true}}`, or"
                                + " REGISTRY_STORAGE_DELETE_ENABLED=true");
            default -> Check.untried(registry, CHECK, why);
        };
    }
}
