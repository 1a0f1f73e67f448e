package dev.regent.plan;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that a plan would do. Deleting a manifest takes all its tags with it; deleting a tag
/// leaves the manifest.
///
/// @param tags the tags that go, sorted
/// @param closure names the steps that stand or fall together within a repository: the first of
///     them
/// @param bytes what this step frees beyond the steps before it, once the registry collects its
///     garbage
/// @param built when the manifest was built, as far as that is known
public record Step(
        Kind kind,
        String registry,
        String repository,
        Digest digest,
        List<String> tags,
        String reason,
        String rule,
        long bytes,
        Undo undo,
        Digest closure,
        Optional<Instant> built) {

    public enum Kind {
        DELETE_MANIFEST("delete-manifest"),
        DELETE_TAG("delete-tag");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Whether a step can be taken back.
    public enum Undo {
        ALWAYS("always"),
        /// Until the registry has collected its garbage.
        UNTIL_GC("until-gc"),
        NONE("none");

        private final String text;

        Undo(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public Step {
        tags = List.copyOf(tags);
    }

    /// The same step where it frees so much.
    Step freeing(long other) {
        return new Step(kind, registry, repository, digest, tags, reason, rule, other, undo, closure, built);
    }
}
