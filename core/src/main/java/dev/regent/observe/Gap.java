package dev.regent.observe;

/// Something in a repository that was asked for and not heard.
///
/// @param what the thing that was asked for, for example `tag 1.0` or `tags`
/// @param why what came instead, in words
public record Gap(Kind kind, String what, String why) {

    public enum Kind {
        /// The list of tags or of referrers, a tag or a manifest: anything could be behind it.
        STRUCTURE,
        /// A config: only the age of its image is unknown.
        CONFIG
    }

    @Override
    public String toString() {
        return what + ": " + why;
    }
}
