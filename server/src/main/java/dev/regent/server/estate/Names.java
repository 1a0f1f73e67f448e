package dev.regent.server.estate;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.util.Locale;
import java.util.Optional;

/// How people name images to Regent: as in a command, without host too, and then in every registry.
public final class Names {

    /// A host that no registry has: a reference with it holds in all of them.
    private static final String ANY_HOST = "";

    private Names() {}

    /// Understands `[host[:port]/]repository[:tag][@digest]`. Unlike for an engine, a name of one word is that
    /// repository, and not one of Docker Hub's library.
    ///
    /// @throws IllegalArgumentException if `text` names no image, saying what would
    public static ImageReference reference(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String first = slash < 0 ? "" : trimmed.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host
                ? ImageReference.parse(trimmed).orElseThrow(() -> unusable(text))
                : path(trimmed).orElseThrow(() -> unusable(text));
    }

    private static Optional<ImageReference> path(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        String repository = colon < 0 ? named : named.substring(0, colon);
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(named.substring(colon + 1));
        Optional<Digest> digest = at < 0 || !Digest.isDigest(text.substring(at + 1))
                ? Optional.empty()
                : Optional.of(new Digest(text.substring(at + 1)));
        boolean wrong = !ImageReference.isRepository(repository)
                || (tag.isPresent() && !ImageReference.isTag(tag.get()))
                || (at >= 0 && digest.isEmpty());
        if (wrong) {
            return Optional.empty();
        }
        Optional<String> meant = tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag;
        return Optional.of(new ImageReference(ANY_HOST, repository, meant, digest));
    }

    private static IllegalArgumentException unusable(String text) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "%s names no image: write [host/]repository:tag or repository@sha256:…",
                Text.quoted(text)));
    }
}
