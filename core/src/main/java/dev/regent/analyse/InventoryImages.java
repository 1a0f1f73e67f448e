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
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// [Images] backed by the records of one repository's inventory.
final class InventoryImages implements Images {

    /// Docker's first release is of 2013: an older time is a build's placeholder.
    private static final Instant FIRST_BELIEVED = Instant.parse("2013-01-01T00:00:00Z");

    private static final int NOT_COUNTED = 0;
    private static final int NO_TIME = -1;

    private final RepositoryInventory repository;
    private final RepositoryUses uses;
    private final Instant now;
    private final List<Optional<Instant>> built;
    private final Map<Set<String>, int[]> placesByTypes = new HashMap<>();
    private final Map<Set<String>, Integer> newestUntagged = new HashMap<>();

    /// @param clockTrusted if not, no image has a time
    InventoryImages(RepositoryInventory repository, RepositoryUses uses, Instant now, boolean clockTrusted) {
        this.repository = repository;
        this.uses = uses;
        this.now = now;
        this.built = clockTrusted ? buildTimes() : Collections.nCopies(repository.size(), Optional.empty());
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
        return uses.usedSince(image);
    }

    @Override
    public Place place(int image, Set<String> artifactTypes) {
        int place = places(artifactTypes)[image];
        return switch (place) {
            case NOT_COUNTED -> new Place.None();
            case NO_TIME -> new Place.Unknown();
            default -> new Place.At(place);
        };
    }

    @Override
    public Truth newestOfAll(int image, Set<String> artifactTypes) {
        int[] places = places(artifactTypes);
        boolean tagged = Arrays.stream(places).anyMatch(place -> place != NOT_COUNTED);
        if (tagged) {
            return switch (places[image]) {
                case NOT_COUNTED -> Truth.FALSE;
                case NO_TIME -> Truth.UNKNOWN;
                default -> Truth.of(places[image] == 1);
            };
        }
        if (repository.role(image) != Role.IMAGE || !judged(image, artifactTypes)) {
            return Truth.FALSE;
        }
        int newest = newestUntagged.computeIfAbsent(artifactTypes, this::findNewestUntagged);
        return built(image).isEmpty() ? Truth.UNKNOWN : Truth.of(newest == image);
    }

    private int findNewestUntagged(Set<String> artifactTypes) {
        return newestFirst(IntStream.range(0, size())
                .filter(i -> repository.role(i) == Role.IMAGE && judged(i, artifactTypes))
                .toArray())[0];
    }

    /// By image: its place, or one of the two constants.
    private int[] places(Set<String> artifactTypes) {
        return placesByTypes.computeIfAbsent(artifactTypes, this::computePlaces);
    }

    private int[] computePlaces(Set<String> artifactTypes) {
        int[] places = new int[size()];
        boolean[] covered = new boolean[size()];
        List<Integer> counted = new ArrayList<>();
        for (int image : repository.indexesFirst()) {
            boolean counts = !tags(image).isEmpty()
                    && repository.content(image).manifest().subject().isEmpty()
                    && judged(image, artifactTypes)
                    && !covered[image];
            if (counts && built(image).isPresent()) {
                counted.add(image);
            } else if (counts) {
                places[image] = NO_TIME;
            }
            if (covered[image] || (counts && built(image).isPresent())) {
                for (int child : repository.children(image)) {
                    covered[child] = true;
                }
            }
        }
        int place = 1;
        for (int image :
                newestFirst(counted.stream().mapToInt(Integer::intValue).toArray())) {
            places[image] = place++;
        }
        return places;
    }

    private boolean judged(int image, Set<String> artifactTypes) {
        return artifactType(image).map(artifactTypes::contains).orElse(true);
    }

    /// Images without a time come last; of equal times the greater digest counts as newer.
    private int[] newestFirst(int[] images) {
        return Arrays.stream(images)
                .boxed()
                .sorted(Comparator.comparing((Integer image) -> built(image).orElse(Instant.MIN))
                        .thenComparing(image -> digest(image))
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
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
