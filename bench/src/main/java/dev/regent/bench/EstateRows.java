package dev.regent.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/// A [LargeEstate] in the tables where Regent keeps what it saw, as if it had looked for a while.
final class EstateRows {

    static final LocalDate TODAY = LocalDate.parse("2026-06-01");

    private EstateRows() {}

    /// What is in the registry `main`.
    static void load(Handle handle, LargeEstate estate) {
        handle.execute("insert into registries (id, name, hosts, kind, first_seen, looked_at) overriding system value"
                + " values (1, 'main', '{main.example}', 'registry', '2026-06-01', '2026-06-01')");
        copy(handle, "repositories (id, registry, name, first_seen, looked_at)", out -> {
            for (int each = 0; each < LargeEstate.REPOSITORIES; each++) {
                out.row(each, 1, repository(each), TODAY, TODAY);
            }
        });
        copy(
                handle,
                "manifests (id, registry, digest, kind, media_type, size, first_seen, bottom_layer, config)",
                out -> manifests(estate, out));
        copy(handle, "blobs (id, registry, digest, media_type, size)", out -> {
            for (int each = LargeEstate.MANIFESTS; each < LargeEstate.ITEMS; each++) {
                out.row(each, 1, digest(each), "text/layer", estate.sizes[each]);
            }
        });
        copy(handle, "manifest_blobs (manifest, blob)", out -> edges(estate, false, out));
        copy(handle, "edges (manifest, kind, target)", out -> edges(estate, true, out));
        copy(handle, "repository_manifests (repository, manifest, first_seen, ever_tagged, arrived_at)", out -> {
            for (long each : estate.members) {
                out.row(LargeEstate.repository(each), LargeEstate.manifest(each), TODAY, "t", TODAY);
            }
        });
    }

    /// The first blob above its base is a manifest's config.
    private static void manifests(LargeEstate estate, Rows out) throws IOException {
        for (int each = 0; each < LargeEstate.MANIFESTS; each++) {
            int first = estate.starts[each];
            boolean index = estate.index[each];
            String kind = index ? "index" : "single";
            out.row(
                    each,
                    1,
                    digest(each),
                    kind,
                    "text/" + kind,
                    estate.sizes[each],
                    TODAY,
                    index ? "\\N" : digest(estate.marks[first]),
                    index ? "\\N" : digest(estate.marks[first + LargeEstate.BASE_LAYERS]));
        }
    }

    /// Tags, verdicts, three months of sizes and what runs.
    static void loadRest(Handle handle, LargeEstate estate) {
        copy(handle, "tags (repository, name, manifest, first_seen)", out -> {
            for (long each : estate.members) {
                for (String tag : tags(estate, LargeEstate.manifest(each))) {
                    out.row(LargeEstate.repository(each), tag, LargeEstate.manifest(each), TODAY);
                }
            }
        });
        copy(
                handle,
                "verdicts (registry, repository, digest, role, tags, verdict, rule, reason, bytes, built)",
                out -> verdicts(estate, out));
        copy(
                handle,
                "repository_sizes (repository, day, at, tags, manifests, bytes, exclusive_bytes, attributed_bytes)",
                EstateRows::sizes);
        handle.execute("insert into environments (name, state, state_at) values ('host', 'watched', now())");
        copy(handle, "uses (environment, workload, kind, digests, from_at, hold)", out -> {
            for (int each = 0; each < 20_000; each++) {
                String digest = digest((int) (each * 7_919L % LargeEstate.MANIFESTS));
                out.row("host", "container c" + each, "running", "{" + digest + "}", TODAY, "shown");
            }
        });
    }

    private static void verdicts(LargeEstate estate, Rows out) throws IOException {
        for (long each : estate.members) {
            int manifest = LargeEstate.manifest(each);
            List<String> tags = tags(estate, manifest);
            out.row(
                    1,
                    repository(LargeEstate.repository(each)),
                    digest(manifest),
                    tags.isEmpty() ? "child" : "image",
                    "{" + String.join(",", tags) + "}",
                    estate.age[manifest] > 280 ? "remove" : "keep",
                    "olderThan",
                    "made up",
                    0,
                    TODAY.minusDays(estate.age[manifest]));
        }
    }

    private static void sizes(Rows out) throws IOException {
        for (int each = 0; each < LargeEstate.REPOSITORIES; each++) {
            for (int back = 0; back < 90; back++) {
                long bytes = 1_000_000L * (each % 997 + 1) + 10_000L * (90 - back);
                out.row(each, TODAY.minusDays(back), TODAY.minusDays(back), 60, 25, bytes, 0, bytes / 2);
            }
        }
    }

    static String repository(int number) {
        return String.format(Locale.ROOT, "team-%03d/app-%05d", number / 200, number);
    }

    private static List<String> tags(LargeEstate estate, int manifest) {
        List<String> tags = new ArrayList<>();
        for (int tag = 0; tag < estate.tags[manifest]; tag++) {
            tags.add("build-" + manifest + "-" + tag);
        }
        return tags;
    }

    private static void edges(LargeEstate estate, boolean children, Rows out) throws IOException {
        for (int each = 0; each < LargeEstate.MANIFESTS; each++) {
            for (int edge = estate.starts[each]; edge < estate.starts[each + 1]; edge++) {
                int mark = estate.marks[edge];
                if (children && mark < LargeEstate.MANIFESTS) {
                    out.row(each, "child", digest(mark));
                } else if (!children && mark >= LargeEstate.MANIFESTS) {
                    out.row(each, mark);
                }
            }
        }
    }

    static String digest(int item) {
        return String.format(Locale.ROOT, "sha256:%064x", item);
    }

    /// Rows on their way in.
    interface Rows {
        void row(Object... values) throws IOException;
    }

    /// Who writes them.
    interface Writing {
        void to(Rows out) throws IOException;
    }

    /// @param table with its columns in brackets
    static void copy(Handle handle, String table, Writing writing) {
        try {
            PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
            try (OutputStream out = new PGCopyOutputStream(connection, "copy " + table + " from stdin", 1 << 16)) {
                StringBuilder line = new StringBuilder();
                writing.to(values -> {
                    line.setLength(0);
                    for (Object value : values) {
                        line.append(line.isEmpty() ? "" : "\t").append(value);
                    }
                    out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("copy into " + table + ": " + e.getMessage(), e);
        }
    }
}
