package dev.regent.connect.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.Http;
import dev.regent.observe.RegistryHint;
import dev.regent.observe.RegistryHint.Change;
import dev.regent.observe.RegistryHint.Pull;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.MediaTypes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The envelopes that CNCF Distribution posts where it is configured to notify.
///
/// Distribution sends an envelope again until it is taken, and nothing after it meanwhile: what one event says wrong
/// makes that event ignored, not the envelope refused.
///
/// @see <a href="https://distribution.github.io/distribution/about/notifications/">Distribution</a>
public final class DistributionEvents {

    private static final int LONGEST_DIGEST = 200;
    private static final Set<String> MANIFESTS = Set.of(
            MediaTypes.OCI_INDEX,
            MediaTypes.OCI_MANIFEST,
            MediaTypes.DOCKER_LIST,
            MediaTypes.DOCKER_MANIFEST,
            MediaTypes.DOCKER_SCHEMA1_SIGNED,
            MediaTypes.DOCKER_SCHEMA1);

    private DistributionEvents() {}

    /// What an envelope tells of. Pushes and deletions of tags and manifests are changes. A manifest that was
    /// read by `GET` is a pull, unless it was Regent that read it; by `HEAD` engines ask whether a tag has moved.
    /// Mounts and blobs are nothing.
    ///
    /// @throws MalformedException if it is no envelope
    public static RegistryHint parse(byte[] envelope) throws MalformedException {
        JsonNode root = Json.object(envelope);
        if (!root.has("events")) {
            throw new MalformedException("no `events`");
        }
        Set<Change> changes = new LinkedHashSet<>();
        List<Pull> pulls = new ArrayList<>();
        boolean reads = false;
        boolean whole = false;
        int ignored = 0;
        for (JsonNode event : Json.elements(root, "events")) {
            switch (told(event)) {
                case Told.Changed(Change change) -> changes.add(change);
                case Told.Pulled(Pull pull) -> pulls.add(pull);
                case Told.Read _ -> {
                    reads = true;
                    ignored++;
                }
                case Told.Repository _ -> whole = true;
                case Told.Nothing _ -> ignored++;
            }
        }
        return new RegistryHint(new ArrayList<>(changes), pulls, reads || !pulls.isEmpty(), whole, ignored);
    }

    private sealed interface Told {

        record Changed(Change change) implements Told {}

        record Pulled(Pull pull) implements Told {}

        /// A manifest was read, and that was no pull.
        record Read() implements Told {}

        /// A whole repository went.
        record Repository() implements Told {}

        record Nothing() implements Told {}
    }

    private static Told told(JsonNode event) {
        try {
            JsonNode target = event.get("target");
            if (target == null || !target.isObject()) {
                return new Told.Nothing();
            }
            Optional<String> repository = Json.text(target, "repository").filter(ImageReference::isRepository);
            if (repository.isEmpty()) {
                return new Told.Nothing();
            }
            return switch (Json.text(event, "action").orElse("")) {
                case "push" -> pushed(target, repository.get());
                case "delete" -> deleted(target, repository.get());
                case "pull" -> read(event, target, repository.get());
                default -> new Told.Nothing();
            };
        } catch (MalformedException e) {
            return new Told.Nothing();
        }
    }

    private static Told pushed(JsonNode target, String repository) throws MalformedException {
        Optional<String> tag = tag(target);
        if (tag.isPresent()) {
            return changed(repository, tag.get());
        }
        Optional<String> digest = digest(target);
        return digest.isPresent() && isManifest(target) ? changed(repository, digest.get()) : new Told.Nothing();
    }

    /// Distribution 2.8.2 tells of a deleted manifest once by its digest and once for each of its tags, and names
    /// no media type: a blob that was deleted looks the same. A digest that is no manifest's costs one question.
    private static Told deleted(JsonNode target, String repository) throws MalformedException {
        Optional<String> tag = tag(target);
        if (tag.isPresent()) {
            return changed(repository, tag.get());
        }
        Optional<String> digest = digest(target);
        if (digest.isPresent()) {
            return changed(repository, digest.get());
        }
        return target.has("tag") || target.has("digest") ? new Told.Nothing() : new Told.Repository();
    }

    private static Told read(JsonNode event, JsonNode target, String repository) throws MalformedException {
        Optional<Digest> digest = digest(target).map(Digest::new);
        if (digest.isEmpty()
                || !MANIFESTS.contains(Json.text(target, "mediaType").orElse(""))) {
            return new Told.Nothing();
        }
        JsonNode request = event.get("request");
        boolean pull = request != null
                && request.isObject()
                && Json.text(request, "method").orElse("").equals("GET")
                && !Http.isOwn(Json.text(request, "useragent").orElse(""));
        return pull ? new Told.Pulled(new Pull(repository, digest.get(), Json.text(event, "id"))) : new Told.Read();
    }

    private static Told changed(String repository, String reference) {
        return new Told.Changed(new Change(repository, reference));
    }

    private static Optional<String> tag(JsonNode target) throws MalformedException {
        return Json.text(target, "tag").filter(ImageReference::isTag);
    }

    private static Optional<String> digest(JsonNode target) throws MalformedException {
        return Json.text(target, "digest").filter(text -> text.length() <= LONGEST_DIGEST && Digest.isDigest(text));
    }

    /// Blobs are pushed with the type `application/octet-stream`, and their addresses say what they are.
    private static boolean isManifest(JsonNode target) throws MalformedException {
        return Json.text(target, "url").map(url -> url.contains("/manifests/")).orElse(true)
                && !Json.text(target, "mediaType").orElse("").equals("application/octet-stream");
    }
}
