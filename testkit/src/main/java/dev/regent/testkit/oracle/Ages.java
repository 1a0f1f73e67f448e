package dev.regent.testkit.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// When the manifests of one repository were built; empty is *no time*.
final class Ages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant FIRST = Instant.parse("2013-01-01T00:00:00Z");
    private static final Pattern RFC3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");

    private final World world;
    private final SeenRepository repository;
    private final Instant now;
    private final Map<Digest, Optional<Instant>> times = new TreeMap<>();

    Ages(World world, SeenRepository repository, Instant now) {
        this.world = world;
        this.repository = repository;
        this.now = now;
    }

    Optional<Instant> time(Digest digest) {
        Optional<Instant> known = times.get(digest);
        if (known == null) {
            known = found(repository.manifest(digest));
            times.put(digest, known);
        }
        return known;
    }

    private Optional<Instant> found(StoredManifest manifest) {
        Optional<Instant> annotation = manifest.created().flatMap(this::usable);
        return switch (manifest.kind()) {
            case SINGLE -> {
                byte[] config =
                        world.blobs().get(manifest.config().orElseThrow().digest());
                JsonNode json = config == null ? JSON.nullNode() : parsed(config);
                yield !json.isObject()
                        ? Optional.empty()
                        : json.has("created") ? usable(json.path("created")) : annotation;
            }
            case INDEX ->
                manifest.children().stream()
                        .map(StoredManifest.Part::digest)
                        .filter(repository.manifests()::containsKey)
                        .flatMap(child -> time(child).stream())
                        .max(Comparator.naturalOrder())
                        .or(() -> annotation);
            case SCHEMA1, UNKNOWN -> Optional.empty();
        };
    }

    private Optional<Instant> usable(JsonNode value) {
        String text = value.asText();
        if (!value.isTextual() || !RFC3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> !time.isBefore(FIRST) && !time.isAfter(now));
        } catch (DateTimeException _) {
            // A day that no calendar has: the contract calls that no time.
            return Optional.empty();
        }
    }

    private static JsonNode parsed(byte[] config) {
        try {
            return JSON.readTree(config);
        } catch (IOException _) {
            // A config that is not JSON says nothing of a time.
            return JSON.nullNode();
        }
    }
}
