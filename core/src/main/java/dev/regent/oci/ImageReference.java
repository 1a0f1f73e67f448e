package dev.regent.oci;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a workload names an image, made explicit as Docker does: no host means `docker.io`, one word there means
/// `library/`, neither tag nor digest means `latest`. Where both stand, engines go by the digest alone.
///
/// @param host registry as written, with its port if it has one
/// @param repository path within the registry
/// @param tag empty when there is a digest and no tag
/// @see <a href="https://github.com/distribution/reference/blob/v0.6.0/normalize.go">distribution/reference</a>
public record ImageReference(String host, String repository, Optional<String> tag, Optional<Digest> digest) {

    private static final String DOCKER_HUB = "docker.io";
    private static final Pattern HOST = Pattern.compile(
            "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*"
                    + "(?::[0-9]+)?|\\[[a-fA-F0-9:]+](?::[0-9]+)?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_REPOSITORY = 255;

    /// A name of DNS and a port.
    private static final int LONGEST_HOST = 253 + ":65535".length();

    public ImageReference {
        if (!isRepository(repository)) {
            throw new IllegalArgumentException("not a repository: " + Text.quoted(repository));
        }
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new IllegalArgumentException("a reference has a tag or a digest: " + Text.quoted(repository));
        }
    }

    /// Empty if `text` is no reference: an image id, or something that no engine would take.
    public static Optional<ImageReference> parse(String text) {
        if (Digest.isDigest(text) || ID.matcher(text).matches()) {
            return Optional.empty();
        }
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        if (at >= 0 && !Digest.isDigest(text.substring(at + 1))) {
            return Optional.empty();
        }
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(new Digest(text.substring(at + 1)));
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        Optional<String> tag = tagged ? Optional.of(named.substring(colon + 1)) : Optional.empty();
        if (tag.isPresent() && !isTag(tag.get())) {
            return Optional.empty();
        }
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of("latest");
        }
        return located(tagged ? named.substring(0, colon) : named, tag, digest);
    }

    public static boolean isRepository(String text) {
        return text.length() <= LONGEST_REPOSITORY && REPOSITORY.matcher(text).matches();
    }

    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    private static boolean isHost(String text) {
        return text.length() <= LONGEST_HOST && HOST.matcher(text).matches();
    }

    private static Optional<ImageReference> located(String name, Optional<String> tag, Optional<Digest> digest) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hosted = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        String host = hosted ? first : DOCKER_HUB;
        String path = hosted ? name.substring(slash + 1) : name;
        if (host.equals("index.docker.io")) {
            host = DOCKER_HUB;
        }
        if (host.equals(DOCKER_HUB) && path.indexOf('/') < 0) {
            path = "library/" + path;
        }
        if (!isHost(host) || !isRepository(path)) {
            return Optional.empty();
        }
        return Optional.of(new ImageReference(host, path, tag, digest));
    }

    @Override
    public String toString() {
        return host + "/" + repository + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
