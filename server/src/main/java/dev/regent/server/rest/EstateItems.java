package dev.regent.server.rest;

import dev.regent.oci.Text;
import dev.regent.store.space.StorageSeries;
import dev.regent.store.space.StorageShare;
import dev.regent.store.space.WastePages;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What lists of the estate consist of.
final class EstateItems {

    private EstateItems() {}

    /// What one of several holds.
    ///
    /// @param name absent for what belongs to no team, and for a base that nobody names
    /// @param registry absent where it can be in several
    /// @param known of a base: `annotation`, `layer`, `own` if its lowest layer is under no other
    ///     image, `none` if it is no image
    /// @param digest of the base image where an annotation says it, else of the lowest layer
    /// @param foundIn a repository that has an image of just that layer
    /// @param bytes all that its manifests mark, each manifest, config and layer once
    /// @param exclusiveBytes what nothing else marks: freed if it went
    /// @param attributedBytes what is shared divided equally among those that share it
    /// @param pulls how often it was pulled within the days that are asked for; absent where the registry
    ///     never told of pulls, and of teams and bases
    /// @param pullsSince the day (UTC) since which the registry tells of pulls; what was before is not known
    public record StorageItem(
            Optional<String> name,
            Optional<String> registry,
            Optional<String> known,
            Optional<String> digest,
            Optional<String> foundIn,
            long tags,
            long manifests,
            long bytes,
            long exclusiveBytes,
            long attributedBytes,
            Optional<Long> pulls,
            Optional<LocalDate> pullsSince) {

        static StorageItem of(StorageShare share, Optional<Long> pulls, Optional<LocalDate> pullsSince) {
            return new StorageItem(
                    share.name().map(Text::plain),
                    share.registry(),
                    share.base().map(base -> Words.of(base.known())),
                    share.base().flatMap(StorageShare.Base::digest).map(Text::plain),
                    share.base().flatMap(StorageShare.Base::repository),
                    share.tags(),
                    share.manifests(),
                    share.bytes(),
                    share.exclusiveBytes(),
                    share.attributedBytes(),
                    pulls,
                    pullsSince);
        }
    }

    /// What was held on one day (UTC).
    public record GrowthPoint(LocalDate day, long tags, long manifests, long bytes, long attributedBytes) {
        static GrowthPoint of(StorageSeries.Point point) {
            return new GrowthPoint(
                    point.day(), point.tags(), point.manifests(), point.bytes(), point.attributedBytes());
        }
    }

    /// How much was held, day by day.
    ///
    /// @param grewBytes what is attributed to it at the last point, less that at the first
    /// @param points the oldest first
    public record GrowthItem(
            Optional<String> name, Optional<String> registry, long grewBytes, List<GrowthPoint> points) {
        public GrowthItem {
            points = List.copyOf(points);
        }

        static GrowthItem of(StorageSeries series) {
            return new GrowthItem(
                    series.name(),
                    series.registry(),
                    series.grewBytes(),
                    series.points().stream().map(GrowthPoint::of).toList());
        }
    }

    /// One layer.
    ///
    /// @param images distinct manifests that hold it
    /// @param onlyIn the repository that alone has it
    /// @param workloads workloads that run, or should, an image that holds it
    /// @param newest when the newest of its images was built, or else first seen
    public record LayerItem(
            String registry,
            String digest,
            String mediaType,
            long bytes,
            long images,
            long repositories,
            Optional<String> onlyIn,
            long workloads,
            Optional<Instant> newest) {

        static LayerItem of(WastePages.Layer layer) {
            return new LayerItem(
                    layer.registry(),
                    layer.digest().value(),
                    Text.plain(layer.mediaType()),
                    layer.bytes(),
                    layer.images(),
                    layer.repositories(),
                    layer.onlyIn(),
                    layer.workloads(),
                    layer.newest());
        }
    }

    /// How a repository is tagged.
    ///
    /// @param tags without those of signatures and other referrers
    /// @param tagged distinct manifests that they point at
    /// @param surplusTags tags without which each of these still had one
    /// @param mostTags the most that one manifest has
    /// @param unmoved tags that were first seen long ago and pointed at the same manifest ever since
    /// @param untagged images without a tag; absent over `/v2/`, which doesn't show them
    /// @param untaggedBytes freed if these went
    /// @param repeatedLayers how often a layer stands once more in one image
    /// @param repeatedBytes what is unpacked once more for that; it is stored once
    public record SprawlItem(
            String registry,
            String repository,
            long tags,
            long tagged,
            long surplusTags,
            long mostTags,
            long unmoved,
            Optional<Long> untagged,
            Optional<Long> untaggedBytes,
            long repeatedLayers,
            long repeatedBytes) {

        static SprawlItem of(WastePages.Sprawl sprawl) {
            return new SprawlItem(
                    sprawl.registry(),
                    sprawl.repository(),
                    sprawl.tags(),
                    sprawl.tagged(),
                    sprawl.surplusTags(),
                    sprawl.mostTags(),
                    sprawl.unmoved(),
                    boxed(sprawl.untagged()),
                    boxed(sprawl.untaggedBytes()),
                    sprawl.repeatedLayers(),
                    sprawl.repeatedBytes());
        }

        private static Optional<Long> boxed(OptionalLong number) {
            return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
        }
    }

    /// Something on a volume that belongs to nothing, or all of one registry.
    ///
    /// @param kind `blobs` and `uploads` are all of a registry, `blob` and `upload` one of the
    ///     largest; `unknown` is a registry of which no volume is read
    /// @param count how many
    /// @param since when a blob was written or an upload began, by the registry's clock
    /// @param seenAt when the volume was read
    /// @param why why it isn't known
    public record OrphanItem(
            String registry,
            String kind,
            Optional<String> repository,
            Optional<String> name,
            long count,
            long bytes,
            Optional<Instant> since,
            Optional<Instant> seenAt,
            Optional<String> why) {

        private static final String NO_VOLUME =
                "it is read over /v2/, which shows neither blobs that belong to nothing nor pushes that broke off; name"
                        + " the registry's folder with `storage:` to see them";

        static Stream<OrphanItem> of(WastePages.Leftover left) {
            if (left.seenAt().isEmpty()) {
                return Stream.of(sum(left, "unknown", 0, 0, Optional.of(NO_VOLUME)));
            }
            return Stream.concat(
                    Stream.of(
                            sum(left, "blobs", left.blobs(), left.blobBytes(), Optional.empty()),
                            sum(left, "uploads", left.uploads(), left.uploadBytes(), Optional.empty())),
                    left.items().stream()
                            .map(item -> new OrphanItem(
                                    left.registry(),
                                    item.kind(),
                                    item.repository().map(Text::plain),
                                    Optional.of(Text.plain(item.name())),
                                    1,
                                    item.bytes(),
                                    item.since(),
                                    left.seenAt(),
                                    Optional.empty())));
        }

        private static OrphanItem sum(
                WastePages.Leftover left, String kind, long count, long bytes, Optional<String> why) {
            return new OrphanItem(
                    left.registry(),
                    kind,
                    Optional.empty(),
                    Optional.empty(),
                    count,
                    bytes,
                    Optional.empty(),
                    left.seenAt(),
                    why);
        }
    }
}
