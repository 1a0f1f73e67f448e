package dev.regent.analyse;

import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One repository with what is known of it from elsewhere: what capabilities are given to work on.
///
/// @param inventory the manifests and who holds whom
/// @param images the same, as rules read them; the numbers are the same
public record RepositoryView(
        RegistryInventory registry, RepositoryInventory inventory, Images images, Evidence evidence) {

    private static final Verdict.Keep CAME_BACK = new Verdict.Keep(
            "reappeared", "it was deleted and came back; a person has to pick it for it to be proposed again");

    /// What is known about uses.
    public interface Evidence {

        /// Who uses a manifest, for a sentence; empty if nobody is known to.
        Optional<String> usedBy(int manifest);

        /// What keeps it whatever policies say: a use, a pin, or that it came back after it was
        /// deleted.
        Optional<Verdict.Keep> protection(int manifest);

        /// Who needs something that isn't seen in this repository, or what has that config, for a
        /// sentence.
        Optional<String> usedByDigest(Digest digest);

        /// What was not heard of the environments, a sentence each.
        List<String> unheard();
    }

    public static RepositoryView of(
            RegistryInventory registry, RepositoryInventory repository, Uses uses, Past past, Instant now) {
        RepositoryUses here = uses.in(registry.identity(), repository);
        return new RepositoryView(
                registry,
                repository,
                new InventoryImages(repository, here, past, now, registry.clockTrusted()),
                new Evidence() {
                    @Override
                    public Optional<String> usedBy(int manifest) {
                        return here.words(manifest);
                    }

                    @Override
                    public Optional<Verdict.Keep> protection(int manifest) {
                        Digest digest = repository.digest(manifest);
                        return here.protection(manifest)
                                .or(() -> past.reappeared(repository.name(), digest)
                                        ? Optional.of(CAME_BACK)
                                        : Optional.empty());
                    }

                    @Override
                    public Optional<String> usedByDigest(Digest digest) {
                        return uses.byDigest(digest).stream()
                                .map(Use::toString)
                                .sorted()
                                .findFirst();
                    }

                    @Override
                    public List<String> unheard() {
                        return uses.unheard();
                    }
                });
    }
}
