package dev.regent.store.space;

import dev.regent.oci.Digest;
import dev.regent.store.Database;
import dev.regent.store.estate.Page;
import dev.regent.store.sql.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What could be spared: large layers, tags that nobody tells apart, and what belongs to nothing.
public final class WastePages {

    private final Database database;
    private final Graphs graphs;
    private final UntaggedImages untagged;

    public WastePages(Database database, Graphs graphs) {
        this.database = database;
        this.graphs = graphs;
        this.untagged = new UntaggedImages(database, graphs);
    }

    /// One layer.
    ///
    /// @param images distinct manifests that hold it
    /// @param repositories repositories that have one of these
    /// @param onlyIn the repository, if it is just one
    /// @param workloads workloads that run, or should, an image that holds it
    /// @param newest when the newest of its images was built, or else first seen
    public record Layer(
            String registry,
            Digest digest,
            String mediaType,
            long bytes,
            long images,
            long repositories,
            Optional<String> onlyIn,
            long workloads,
            Optional<Instant> newest) {}

    /// In which order layers are listed; the largest first among equals.
    public enum LayerOrder {
        SIZE,
        IMAGES
    }

    /// Which layers; all conditions must hold.
    ///
    /// @param registries names of those that count
    /// @param exclusive only those that one repository alone has
    /// @param old only those that old images alone hold
    public record LayerFilter(Collection<String> registries, LayerOrder order, boolean exclusive, Optional<Old> old) {
        public LayerFilter {
            registries = List.copyOf(registries);
        }
    }

    /// What an old image is: one that was built before a time and isn't among the newest of its repository. Build times
    /// that aren't known are those of the first look that saw the image.
    ///
    /// @param newest how many of a repository are never old
    public record Old(Instant before, int newest) {}

    /// How a repository is tagged.
    ///
    /// @param tags without those of signatures and other referrers
    /// @param tagged distinct manifests that they point at
    /// @param surplusTags tags without which each of these still had one
    /// @param mostTags the most that one manifest has
    /// @param unmoved tags that were first seen long ago and never pointed anywhere else since
    /// @param untagged images without a tag; empty where they can't be seen
    /// @param untaggedBytes freed if these went, with what they list
    /// @param repeatedLayers how often a layer stands once more in one image
    /// @param repeatedBytes what is unpacked once more for that; it is stored once
    public record Sprawl(
            String registry,
            String repository,
            long tags,
            long tagged,
            long surplusTags,
            long mostTags,
            long unmoved,
            OptionalLong untagged,
            OptionalLong untaggedBytes,
            long repeatedLayers,
            long repeatedBytes) {}

    /// What lies on the volume behind a registry and belongs to nothing.
    ///
    /// @param seenAt empty where no volume is read; then nothing is known of it
    public record Leftover(
            String registry,
            Optional<Instant> seenAt,
            long blobs,
            long blobBytes,
            long uploads,
            long uploadBytes,
            List<Item> items) {
        public Leftover {
            items = List.copyOf(items);
        }
    }

    /// One of the largest of these.
    ///
    /// @param kind `blob` or `upload`
    /// @param repository empty for a blob
    /// @param name a blob's digest, or what the registry calls the upload
    /// @param since when the blob was written, or the upload began
    public record Item(String kind, Optional<String> repository, String name, long bytes, Optional<Instant> since) {}

    /// Layers of images that are there.
    ///
    /// @param cursor empty for the start
    public Page<Layer> layers(LayerFilter filter, String cursor, int limit) {
        return new LayerPages(database, graphs, filter).page(Cursor.parse(cursor, 4), Page.limit(limit));
    }

    /// How repositories are tagged, those with the most tags to spare first.
    ///
    /// @param unmovedSince tags that were first seen before count as unmoved
    public List<Sprawl> sprawl(Collection<String> registries, Instant unmovedSince) {
        List<Sprawl> all = new ArrayList<>();
        for (String registry : registries) {
            Map<Long, UntaggedImages.Held> without = untagged.of(registry);
            database.useTransaction(handle -> all.addAll(SprawlQuery.sprawl(handle, registry, without, unmovedSince)));
        }
        return SprawlQuery.sorted(all);
    }

    /// What belongs to nothing, by registry.
    public List<Leftover> leftovers(Collection<String> registries) {
        return database.inTransaction(handle -> LeftoverQuery.leftovers(handle, registries));
    }
}
