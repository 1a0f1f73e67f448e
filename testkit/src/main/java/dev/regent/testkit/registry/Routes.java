package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.world.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Answers calls that were let in, as a registry that is well would.
///
/// @param self scheme, host and port of this registry
/// @param log takes calls that no registry client should make
record Routes(Shelf shelf, Behaviour behaviour, URI self, CallLog log) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Set<String> NAMED_IN_ACCEPT =
            Set.of(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_LIST, MediaTypes.DOCKER_MANIFEST);

    /// @param content the body that came with the call
    Answer answer(Call call, byte[] content) {
        return switch (call.kind()) {
            case PING -> byGet(call, () -> Answer.of(200, Answer.JSON, new byte[] {'{', '}'}));
            case CATALOG -> call.method().equals("HEAD") ? notAllowed(call, "GET") : byGet(call, () -> catalog(call));
            case TAGS -> call.method().equals("HEAD") ? notAllowed(call, "GET") : byGet(call, () -> tags(call));
            case REFERRERS ->
                call.method().equals("HEAD") ? notAllowed(call, "GET") : byGet(call, () -> referrers(call));
            case MANIFEST -> ofManifest(call, content);
            case BLOB -> byGet(call, () -> blob(call));
            case TOKEN -> behaviour.issuer().map(issuer -> issuer.answer(call)).orElseGet(() -> unknown(call));
            case UNKNOWN -> unknown(call);
        };
    }

    private interface Served {
        Answer get();
    }

    private Answer byGet(Call call, Served answer) {
        return call.method().equals("GET") || call.method().equals("HEAD")
                ? answer.get()
                : notAllowed(call, "GET, HEAD");
    }

    private Answer ofManifest(Call call, byte[] content) {
        if (behaviour.writes() == Writes.UNEXPECTED) {
            return byGet(call, () -> manifest(call));
        }
        String reference = call.reference().orElseThrow();
        boolean named = Digest.isDigest(reference) || TAG.matcher(reference).matches();
        WriteRoutes writing = new WriteRoutes(shelf, behaviour, self);
        return switch (call.method()) {
            case "GET", "HEAD" -> manifest(call);
            case "DELETE" -> named ? writing.delete(call.repository().orElseThrow(), reference) : unknown(call);
            case "PUT" -> named ? writing.put(call, content) : unknown(call);
            default -> {
                log.unexpected(call);
                yield Answer.text(405, "Method not allowed").header("Allow", "DELETE, GET, HEAD, PUT");
            }
        };
    }

    private Answer notAllowed(Call call, String allowed) {
        log.unexpected(call);
        return Errors.forStatus(405, call).header("Allow", allowed);
    }

    private Answer unknown(Call call) {
        log.unexpected(call);
        return Errors.error(404, "UNSUPPORTED", "The operation is unsupported.", JSON.textNode(call.toString()));
    }

    private Answer catalog(Call call) {
        return paged(call, shelf.repositories(), behaviour.catalogOrder(), Routes::newRepository, entries -> {
            ObjectNode content = JSON.objectNode();
            ArrayNode repositories = content.putArray("repositories");
            entries.forEach(repositories::add);
            return Answer.json(200, content);
        });
    }

    private Answer tags(Call call) {
        String name = call.repository().orElseThrow();
        Optional<World.Repository> repository = shelf.repository(name);
        if (repository.isEmpty()) {
            return Errors.unknownRepository(name);
        }
        List<String> all = List.copyOf(repository.get().tags().keySet());
        return paged(call, all, Comparator.naturalOrder(), Routes::newTag, entries -> {
            ObjectNode content = JSON.objectNode().put("name", name);
            if (all.isEmpty()) {
                content.putNull("tags"); // as Distribution 2.8.2 does once the last tag is gone
            } else {
                ArrayNode tags = content.putArray("tags");
                entries.forEach(tags::add);
            }
            return Answer.json(200, content);
        });
    }

    private Answer manifest(Call call) {
        String name = call.repository().orElseThrow();
        String reference = call.reference().orElseThrow();
        boolean digest = Digest.isDigest(reference);
        if (!digest && !TAG.matcher(reference).matches()) {
            return unknown(call);
        }
        if (digest && matches(call, reference)) {
            return Answer.empty(304); // Distribution 2.8.2 doesn't look first whether there is such a manifest
        }
        Optional<Shelf.Found> found =
                shelf.repository(name).flatMap(repository -> shelf.manifest(repository, reference));
        if (found.isEmpty()) {
            return digest ? Errors.unknownManifest(name, reference) : Errors.unknownTag(reference);
        }
        String mediaType = found.get().facts().mediaType();
        if (!accepted(call, mediaType)) {
            return Errors.unacceptedManifest();
        }
        String value = found.get().digest().value();
        return matches(call, value)
                ? Answer.empty(304) // Distribution 2.8.2 names neither digest nor ETag here
                : Answer.of(200, mediaType, found.get().content())
                        .header("Docker-Content-Digest", value)
                        .header("ETag", '"' + value + '"');
    }

    private boolean accepted(Call call, String mediaType) {
        return behaviour.anyAccept()
                || !NAMED_IN_ACCEPT.contains(mediaType)
                || call.headers("Accept").stream()
                        .flatMap(line -> List.of(line.split(",", -1)).stream())
                        .anyMatch(type -> type.replaceFirst(";.*", "").strip().equals(mediaType));
    }

    /// Distribution 2.8.2 takes several `If-None-Match` lines, but no list within one.
    private static boolean matches(Call call, String digest) {
        return call.headers("If-None-Match").stream()
                .anyMatch(etag -> etag.equals(digest) || etag.equals('"' + digest + '"'));
    }

    private Answer blob(Call call) {
        String reference = call.reference().orElseThrow();
        if (!Digest.isDigest(reference)) {
            return unknown(call);
        }
        Optional<Shelf.Blob> blob = shelf.blob(call.repository().orElseThrow(), new Digest(reference));
        if (blob.isEmpty()) {
            return Errors.unknownBlob(reference);
        }
        byte[] content = blob.get().content();
        Answer answer = matches(call, reference)
                ? Answer.empty(304)
                : ByteRange.of(call)
                        .map(range -> shelf.world().pretending() && range.isBehind(content)
                                ? range.pretended()
                                : range.of(content))
                        .orElseGet(() -> Answer.of(200, "application/octet-stream", content)
                                .header("Accept-Ranges", "bytes"));
        Answer named = answer.header("Docker-Content-Digest", reference)
                .header("ETag", '"' + reference + '"')
                .header("Cache-Control", "max-age=31536000");
        // Distribution 2.8.2 promises what its cache knows, and then finds no bytes to send.
        return blob.get().collected() && call.method().equals("GET") ? named.delivery(new Delivery.CutAfter(0)) : named;
    }

    private Answer referrers(Call call) {
        if (behaviour.referrers() == Referrers.ABSENT) {
            return Errors.forStatus(404, call);
        }
        String name = call.repository().orElseThrow();
        String subject = call.reference().orElseThrow();
        if (!Digest.isDigest(subject)) {
            log.unexpected(call);
            return Errors.invalidDigest(subject);
        }
        Optional<World.Repository> repository = shelf.repository(name);
        if (repository.isEmpty()) {
            return Errors.unknownRepository(name);
        }
        Optional<String> wanted = Optional.ofNullable(call.query().get("artifactType"))
                .filter(_ -> behaviour.referrers() == Referrers.SERVED);
        Map<String, Shelf.Found> found = shelf.referrers(repository.get(), new Digest(subject)).stream()
                .filter(referrer ->
                        wanted.isEmpty() || wanted.equals(referrer.facts().artifactType()))
                .collect(Collectors.toMap(referrer -> referrer.digest().value(), Function.identity()));
        Answer answer = paged(
                call,
                List.copyOf(found.keySet()),
                Comparator.naturalOrder(),
                Routes::newDigest,
                entries -> index(entries, found));
        return wanted.isPresent() ? answer.header("OCI-Filters-Applied", "artifactType") : answer;
    }

    private static Answer index(List<String> digests, Map<String, Shelf.Found> found) {
        ObjectNode content = JSON.objectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode manifests = content.putArray("manifests");
        for (String digest : digests) {
            ObjectNode descriptor = manifests.addObject();
            Shelf.Found referrer = found.get(digest);
            if (referrer == null) {
                descriptor.put("mediaType", MediaTypes.OCI_MANIFEST).put("digest", digest);
                descriptor.put("size", 2);
            } else {
                descriptor.put("mediaType", referrer.facts().mediaType()).put("digest", digest);
                descriptor.put("size", referrer.content().length);
                referrer.facts().artifactType().ifPresent(type -> descriptor.put("artifactType", type));
                if (referrer.facts().annotations().isObject()) {
                    descriptor.set("annotations", referrer.facts().annotations());
                }
            }
        }
        return Answer.of(200, MediaTypes.OCI_INDEX, content.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Answer paged(
            Call call,
            List<String> all,
            Comparator<String> order,
            IntFunction<String> newName,
            Function<List<String>, Answer> listing) {
        Paging paging = Optional.ofNullable(behaviour.paging().get(call.kind())).orElseThrow();
        Pages pages = new Pages(paging, all, order, newName, self);
        if (!pages.understands(call)) {
            log.unexpected(call);
            return Errors.forStatus(400, call);
        }
        if (pages.refuses(call)) {
            return Errors.invalidPageSize(pages.asked(call).orElse(0));
        }
        Pages.Page page = pages.page(call);
        Answer answer = listing.apply(page.entries());
        return page.link().map(link -> answer.header("Link", link)).orElse(answer);
    }

    private static String newRepository(int number) {
        return "endless/repository-" + number;
    }

    private static String newTag(int number) {
        return "endless-" + number;
    }

    private static String newDigest(int number) {
        return Digest.sha256(newTag(number).getBytes(StandardCharsets.UTF_8)).value();
    }
}
