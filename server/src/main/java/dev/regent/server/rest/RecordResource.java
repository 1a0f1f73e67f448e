package dev.regent.server.rest;

import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.engine.record.RecordFile;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.record.Deed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The record of everything that was proposed, said and done.
@Path("/api/v1")
@RunOnVirtualThread
public final class RecordResource {

    private static final int MOST_READS = 50;
    private static final int READ_AT_ONCE = 500;

    /// Shown by themselves, or first, or only in an export.
    private static final Set<String> APART = Set.of(
            "plan",
            "outcome",
            "detail",
            "why",
            "digest",
            "repository",
            "registry",
            "execution",
            "undoes",
            "holder",
            "fence",
            "attempts",
            "kind",
            "step");

    private final Running running;
    private final Caller caller;

    RecordResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// One entry.
    ///
    /// @param outcome what came of it, where something could
    /// @param detail everything else that proves it, by name
    @Schema(name = "RecordEntry")
    public record Noted(
            long sequence,
            Instant at,
            String session,
            String actor,
            String action,
            String subject,
            Optional<String> reason,
            Optional<String> plan,
            Optional<String> execution,
            Optional<String> outcome,
            String detail,
            String hash) {

        static Noted of(Entry entry) {
            Map<String, String> details = entry.what().details();
            return new Noted(
                    entry.sequence(),
                    entry.what().at(),
                    entry.what().session(),
                    entry.what().actor(),
                    entry.what().action(),
                    entry.what().subject(),
                    Optional.of(entry.what().reason()).filter(reason -> !reason.isEmpty()),
                    Optional.ofNullable(details.get("plan")),
                    Optional.ofNullable(details.get("execution")),
                    Optional.ofNullable(details.get("outcome")),
                    words(details),
                    entry.hash());
        }
    }

    private static String words(Map<String, String> details) {
        Stream<String> first = Stream.of("detail", "why")
                .map(details::get)
                .filter(Objects::nonNull)
                .filter(text -> !text.isEmpty());
        Stream<String> rest = new TreeMap<>(details)
                .entrySet().stream()
                        .filter(each -> !APART.contains(each.getKey())
                                && !each.getValue().isEmpty())
                        .map(each -> each.getKey() + " " + each.getValue());
        return Stream.concat(first, rest).collect(Collectors.joining(", "));
    }

    /// Where the record ends.
    @Schema(name = "RecordHead")
    public record Head(long sequence, String hash) {}

    /// Entries, the newest first unless asked for after one.
    @Schema(name = "RecordPage")
    public record NotedPage(List<Noted> items, Optional<String> next, Head head) {
        public NotedPage {
            items = List.copyOf(items);
        }
    }

    @GET
    @Path("/audit")
    @Operation(operationId = "listRecord", summary = "The record, the newest entry first")
    @Needs(Permission.READ)
    public NotedPage audit(
            @QueryParam("after") Optional<Long> after,
            @QueryParam("before") Optional<Long> before,
            @QueryParam("cursor") Optional<Long> cursor,
            @QueryParam("actor") Optional<String> actor,
            @QueryParam("action") Optional<String> action,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > 1000) {
            throw ProblemException.bad("limit is 1 to 1000, got " + limit);
        }
        Entry.Head end = running.record().head();
        Predicate<Draft> visible = Visible.to(caller.actor(), running);
        Predicate<Entry> wanted = entry -> visible.test(entry.what())
                && actor.map(entry.what().actor()::equals).orElse(true)
                && action.map(entry.what().action()::equals).orElse(true);
        if (after.isPresent()) {
            List<Entry> entries = running.record().list(after.get(), limit);
            return page(entries.stream().filter(wanted).toList(), Optional.empty(), end);
        }
        return newest(before.or(() -> cursor).orElse(end.sequence() + 1), wanted, limit, end);
    }

    /// @param before the sequence that the newest of them comes before
    private NotedPage newest(long before, Predicate<Entry> wanted, int limit, Entry.Head end) {
        List<Entry> found = new ArrayList<>();
        long next = before;
        for (int reads = 0; reads < MOST_READS && next > 1 && found.size() < limit; reads++) {
            List<Entry> entries = running.record().newestFirst(Optional.of(next), READ_AT_ONCE);
            next = entries.isEmpty() ? 1 : next;
            for (Entry entry : entries) {
                if (found.size() < limit) {
                    next = entry.sequence();
                    if (wanted.test(entry)) {
                        found.add(entry);
                    }
                }
            }
        }
        return page(found, next > 1 ? Optional.of(next) : Optional.empty(), end);
    }

    private static NotedPage page(List<Entry> entries, Optional<Long> next, Entry.Head end) {
        return new NotedPage(
                entries.stream().map(Noted::of).toList(),
                next.map(String::valueOf),
                new Head(end.sequence(), end.hash()));
    }

    /// All of it, as a file that can be verified without a server.
    @GET
    @Path("/audit/export")
    @Produces("application/x-ndjson")
    @Operation(
            operationId = "exportRecord",
            summary = "The whole record as a file that can be verified without a server")
    @Needs(Permission.READ)
    public Response export() {
        caller.mustSeeAll("the record tells of all registries");
        running.record()
                .append(new Deed(caller.session(), caller.actor().name(), "record.exported", "record", "", Map.of()));
        StreamingOutput file = out -> running.record()
                .<IOException>export(
                        0,
                        (entries, end) -> RecordFile.write(
                                Entry.Head.START, entries, running.keeping().key(), out));
        return Response.ok(file)
                .header("Content-Disposition", "attachment; filename=\"regent-audit.ndjson\"")
                .build();
    }
}
