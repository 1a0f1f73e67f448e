package dev.regent.analyse;

import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.Role;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// [Images] backed by the records of one repository's inventory.
final class InventoryImages implements Images {

    /// Docker's first release is of 2013: an older time is a build's placeholder.
    private static final Instant FIRST_BELIEVED = Instant.parse("2013-01-01T00:00:00Z");

    private static final int NOT_COUNTED = 0;

    private final RepositoryInventory repository;
    private final RepositoryUses uses;
    private final Past past;
    private final Instant now;
    private final List<Optional<Instant>> built;
    private final int[] places;
    private final Set<String> kindsWithTag;
    private final Set<Integer> newestUntagged;

    /// @param clockTrusted if not, no image has a time, and nothing is known of when it was used or
    ///     untagged
    InventoryImages(RepositoryInventory repository, RepositoryUses uses, Past past, Instant now, boolean clockTrusted) {
        this.repository = repository;
        this.uses = uses;
        this.past = clockTrusted ? past : Past.NOTHING;
        this.now = now;
        this.built = clockTrusted ? buildTimes() : Collections.nCopies(repository.size(), Optional.empty());
        this.places = computePlaces();
        this.kindsWithTag = findKindsWithTag();
        this.newestUntagged = findNewestUntagged();
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public int size() {
        return repository.size();
    }

    @Override
    public Digest digest(int image) {
        return repository.digest(image);
    }

    @Override
    public List<String> tags(int image) {
        return repository.ordinaryTags(image);
    }

    @Override
    public Optional<Instant> built(int image) {
        return built.get(image);
    }

    @Override
    public Optional<String> artifactType(int image) {
        return repository.content(image).manifest().artifactType();
    }

    @Override
    public Truth usedSince(int image, Instant since) {
        return uses.usedSince(image, since, past);
    }

    @Override
    public Optional<Instant> untaggedSince(int image) {
        return past.untaggedSince(repository.name(), digest(image));
    }

    @Override
    public Place place(int image) {
        if (built(image).isEmpty()) {
            return new Place.Unknown();
        }
        int place = places[image];
        return place == NOT_COUNTED ? new Place.None() : new Place.At(place);
    }

    @Override
    public Truth newestOfAll(int image) {
        if (kindsWithTag.contains(kind(image))) {
            return tags(image).isEmpty() ? Truth.FALSE : isFirst(place(image));
        }
        boolean first = newestUntagged.contains(image);
        return built(image).isEmpty() ? Truth.UNKNOWN : Truth.of(first);
    }

    private static Truth isFirst(Place place) {
        return switch (place) {
            case Place.At(int number) -> Truth.of(number == 1);
            case Place.None _ -> Truth.FALSE;
            case Place.Unknown _ -> Truth.UNKNOWN;
        };
    }

    private String kind(int image) {
        return artifactType(image).orElse("");
    }

    private Set<String> findKindsWithTag() {
        return numbers()
                .filter(image -> !tags(image).isEmpty())
                .mapToObj(this::kind)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// By image: its place among those of its kind, or [#NOT_COUNTED].
    private int[] computePlaces() {
        int[] places = new int[size()];
        boolean[] covered = new boolean[size()];
        List<Integer> counted = new ArrayList<>();
        for (int image : repository.indexesFirst()) {
            boolean takesPlace = !tags(image).isEmpty()
                    && built(image).isPresent()
                    && repository.content(image).manifest().subject().isEmpty()
                    && !covered[image];
            if (takesPlace) {
                counted.add(image);
            }
            if (takesPlace || covered[image]) {
                for (int child : repository.children(image)) {
                    covered[child] = true;
                }
            }
        }
        Map<String, Integer> last = new HashMap<>();
        counted.sort(newestFirst());
        for (int image : counted) {
            places[image] = last.merge(kind(image), 1, Integer::sum);
        }
        return places;
    }

    /// The newest of each kind among the untagged images.
    private Set<Integer> findNewestUntagged() {
        Map<String, Integer> newest = new HashMap<>();
        numbers()
                .filter(image -> repository.role(image) == Role.IMAGE
                        && tags(image).isEmpty()
                        && built(image).isPresent())
                .boxed()
                .sorted(newestFirst())
                .forEach(image -> newest.putIfAbsent(kind(image), image));
        return Set.copyOf(newest.values());
    }

    private IntStream numbers() {
        return IntStream.range(0, size());
    }

    /// Of equal times the greater digest counts as newer.
    private Comparator<Integer> newestFirst() {
        return Comparator.comparing((Integer image) -> built(image).orElseThrow())
                .thenComparing(this::digest)
                .reversed();
    }

    private List<Optional<Instant>> buildTimes() {
        List<Optional<Instant>> times = new ArrayList<>(Collections.nCopies(size(), Optional.empty()));
        boolean[] unread = new boolean[size()];
        int[] order = repository.indexesFirst();
        for (int next = order.length - 1; next >= 0; next--) {
            int image = order[next];
            ManifestContent content = repository.content(image);
            unread[image] = content.created() instanceof Created.Unread;
            Optional<Instant> newestChild = Optional.empty();
            for (int child : repository.children(image)) {
                unread[image] |= unread[child];
                newestChild = later(newestChild, times.get(child));
            }
            Optional<Instant> own = newestChild.isPresent() ? newestChild : claimed(content);
            times.set(image, unread[image] ? Optional.empty() : own);
        }
        return times;
    }

    private Optional<Instant> claimed(ManifestContent content) {
        return switch (content.created()) {
            case Created.At(Instant time) -> believed(time);
            case Created.Absent _ ->
                Optional.ofNullable(content.manifest().annotations().get(Manifest.CREATED_ANNOTATION))
                        .flatMap(Timestamps::parse)
                        .flatMap(this::believed);
            case Created.Unusable _, Created.Unread _ -> Optional.empty();
        };
    }

    private Optional<Instant> believed(Instant time) {
        return time.isBefore(FIRST_BELIEVED) || time.isAfter(now) ? Optional.empty() : Optional.of(time);
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || (other.isPresent() && other.get().isAfter(one.get())) ? other : one;
    }
}
