package dev.regent.act;

import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.ReferrerTag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A manifest as it was before it was deleted, with everything that putting it back takes.
///
/// @param tags the tags that pointed at it
/// @param blobs config and layers, without which it is worth nothing
/// @param children what it lists, if it is an index
/// @param subject what it says it belongs to
/// @param closure names the steps that it was deleted with
public record KeptManifest(
        String repository,
        RawManifest manifest,
        List<String> tags,
        List<Descriptor> blobs,
        List<Digest> children,
        Optional<Digest> subject,
        Digest closure) {

    public KeptManifest {
        tags = List.copyOf(tags);
        blobs = List.copyOf(blobs);
        children = List.copyOf(children);
    }

    static KeptManifest of(String repository, RawManifest raw, List<String> tags, Manifest read, Digest closure) {
        return new KeptManifest(
                repository,
                raw,
                tags,
                List.copyOf(new LinkedHashSet<>(read.blobs())),
                read.children().stream().map(Descriptor::digest).distinct().toList(),
                read.subject(),
                closure);
    }

    public Digest digest() {
        return manifest.digest();
    }

    /// What it belongs to, by its own word or, where it has referrer tags only, by those.
    Set<Digest> subjects() {
        Set<Digest> subjects = new LinkedHashSet<>();
        subject.ifPresent(subjects::add);
        List<ReferrerTag> referrerTags =
                tags.stream().map(ReferrerTag::parse).flatMap(Optional::stream).toList();
        if (referrerTags.size() == tags.size()) {
            referrerTags.forEach(tag -> subjects.add(tag.subject()));
        }
        return subjects;
    }
}
