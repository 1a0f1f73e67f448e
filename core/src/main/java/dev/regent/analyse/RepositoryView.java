package dev.regent.analyse;

import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One repository with what is known of it from elsewhere: what capabilities are given to work on.
///
/// @param inventory the manifests and who holds whom
/// @param images the same, as rules read them; the numbers are the same
public record RepositoryView(
        RegistryInventory registry, RepositoryInventory inventory, Images images, Evidence evidence) {

    /// What is known about uses.
    public interface Evidence {

        /// Who uses a manifest, for a sentence; empty if nobody is known to.
        Optional<String> usedBy(int manifest);

        /// What was not heard of the environments, a sentence each.
        List<String> unheard();
    }

    public static RepositoryView of(
            RegistryInventory registry, RepositoryInventory repository, Uses uses, Instant now) {
        RepositoryUses here = uses.in(registry.identity(), repository);
        return new RepositoryView(
                registry,
                repository,
                new InventoryImages(repository, here, now, registry.clockTrusted()),
                new Evidence() {
                    @Override
                    public Optional<String> usedBy(int manifest) {
                        return here.words(manifest);
                    }

                    @Override
                    public List<String> unheard() {
                        return uses.unheard();
                    }
                });
    }
}
