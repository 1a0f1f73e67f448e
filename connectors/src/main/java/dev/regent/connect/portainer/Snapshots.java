package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What Portainer kept of an engine when it last could look.
final class Snapshots {

    private static final Shape DESCRIPTOR = Shape.values("digest");

    private static final Shape CONTAINER = new Shape.Members(Map.of(
            "Id", Shape.value(),
            "Names", Shape.each(Shape.value()),
            "Image", Shape.value(),
            "ImageID", Shape.value(),
            "ImageManifestDescriptor", DESCRIPTOR,
            "Labels", new Shape.Entries(Shape.value()),
            "State", Shape.value(),
            "Status", Shape.value(),
            "Mounts", Shape.each(Shape.values("Type", "Name", "Source"))));

    private static final Shape IMAGE = new Shape.Members(Map.of(
            "Id",
            Shape.value(),
            "RepoTags",
            Shape.each(Shape.value()),
            "RepoDigests",
            Shape.each(Shape.value()),
            "Size",
            Shape.value(),
            "Created",
            Shape.value(),
            "Descriptor",
            DESCRIPTOR,
            "Manifests",
            Shape.each(new Shape.Members(
                    Map.of("ID", Shape.value(), "Available", Shape.value(), "Descriptor", DESCRIPTOR)))));

    /// Of the Swarm's cluster only who it is: beside that stand its tokens and keys.
    private static final Shape INFO = Shape.with(
            Shape.values("ID", "Name", "ServerVersion", "Containers"),
            "Swarm",
            Shape.with(
                    Shape.values("NodeID", "LocalNodeState", "ControlAvailable", "Error", "Nodes"),
                    "Cluster",
                    Shape.values("ID")));

    /// A container's variables are in the snapshot too (`Env`); they are passed over.
    private static final Shape.Members ENVIRONMENT = new Shape.Members(Map.of(
            "Snapshots",
            Shape.each(new Shape.Members(Map.of(
                    "Time",
                    Shape.value(),
                    "Swarm",
                    Shape.value(),
                    "DockerSnapshotRaw",
                    new Shape.Members(Map.of(
                            "Containers", Shape.each(CONTAINER), "Images", Shape.each(IMAGE), "Info", INFO)))))));

    /// @param raw `Containers`, `Images` and `Info`
    /// @param age empty where Portainer doesn't tell what time it is
    /// @param swarm whether services were there, which no snapshot has
    record Snapshot(JsonNode raw, Instant time, Optional<Duration> age, boolean swarm) {

        /// For a sentence.
        String told() {
            return "snapshot of " + time
                    + age.map(old -> ", " + words(old) + " old").orElse(", of unknown age");
        }

        private static String words(Duration age) {
            long seconds = Math.max(0, age.toSeconds());
            if (seconds < 120) {
                return seconds + " s";
            }
            return seconds < 2 * 3600
                    ? seconds / 60 + " min"
                    : seconds < 48 * 3600 ? seconds / 3600 + " h" : age.toDays() + " days";
        }
    }

    private Snapshots() {}

    /// The last one; empty if there is none that says what ran. Its age is by Portainer's own clock.
    static Optional<Snapshot> last(PortainerApi api, int environment) throws ConnectorException, InterruptedException {
        PortainerApi.Read read = api.ask(Call.ENVIRONMENT, ENVIRONMENT, environment);
        for (JsonNode snapshot : read.read().path("Snapshots")) {
            JsonNode raw = snapshot.path("DockerSnapshotRaw");
            // `null` stands for a list that could not be had and, in CE 2.23, for one of nothing; the engine's
            // own count tells which.
            boolean none = raw.path("Containers").isNull()
                    && raw.path("Info").path("Containers").isInt()
                    && raw.path("Info").path("Containers").intValue() == 0;
            if (raw.path("Containers").isArray() || none) {
                Instant time = Instant.ofEpochSecond(snapshot.path("Time").asLong());
                Optional<Duration> age = read.answer().date().map(now -> Duration.between(time, now));
                return Optional.of(
                        new Snapshot(raw, time, age, snapshot.path("Swarm").asBoolean()));
            }
        }
        return Optional.empty();
    }
}
