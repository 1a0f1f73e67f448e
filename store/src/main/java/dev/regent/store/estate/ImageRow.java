package dev.regent.store.estate;

import dev.regent.observe.NodeImage;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// An image on a node, as it is kept.
///
/// @param key tells it from others on its node
/// @param here whether the last look saw it
record ImageRow(String node, String key, List<String> names, List<String> digests, long size, boolean here) {

    /// Empty if its node can't be found again.
    static Optional<ImageRow> of(NodeImage image) {
        String node = Storable.text(image.node());
        if (!Storable.isKey(node)) {
            return Optional.empty();
        }
        List<String> names = FactsJson.clean(image.names()).stream().sorted().toList();
        List<String> digests =
                image.digests().stream().map(Digest::value).sorted().toList();
        String told = String.join("\n", digests.isEmpty() ? names : digests);
        String key = Digest.sha256(told.getBytes(StandardCharsets.UTF_8)).hex();
        return Optional.of(new ImageRow(node, key, names, digests, image.size(), true));
    }

    static ImageRow of(ResultSet row) throws SQLException {
        return new ImageRow(
                row.getString("node"),
                row.getString("key"),
                Rows.texts(row, "names"),
                Rows.texts(row, "digests"),
                row.getLong("size"),
                Rows.time(row, "last_seen").isEmpty());
    }

    /// Names its node and itself.
    String place() {
        return key + " " + node;
    }

    static void write(Handle handle, String environment, Instant at, Collection<ImageRow> rows) {
        Batch given = new Batch(
                "environment text",
                "node text",
                "key text",
                "names array",
                "digests array",
                "size bigint",
                "at timestamptz");
        rows.forEach(row -> given.add(
                environment,
                row.node(),
                row.key(),
                Batch.array(row.names()),
                Batch.array(row.digests()),
                row.size(),
                at));
        given.run(handle, """
                insert into environment_images (environment, node, key, names, digests, size, first_seen)
                select environment, node, key, cast(names as text[]), cast(digests as text[]), size, at from {given}
                on conflict (environment, node, key) do update set names = excluded.names, size = excluded.size,
                    last_seen = null
                """);
    }

    static void end(Handle handle, String environment, Instant at, Collection<ImageRow> rows) {
        Batch given = new Batch("environment text", "node text", "key text", "at timestamptz");
        rows.forEach(row -> given.add(environment, row.node(), row.key(), at));
        given.run(handle, """
                update environment_images kept set last_seen = given.at from {given}
                where kept.environment = given.environment and kept.node = given.node and kept.key = given.key
                """);
    }
}
