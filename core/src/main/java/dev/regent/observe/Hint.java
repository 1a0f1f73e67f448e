package dev.regent.observe;

/// Something that is said of a workload or of an environment, from which its tier, team or owner can be told.
///
/// @param key of a label or annotation; empty where `from` needs none
/// @param value as the far side has it: text that nobody vouches for
public record Hint(From from, String key, String value) {

    /// Who says it.
    public enum From {
        /// A label of the workload itself.
        LABEL,
        /// A label of its namespace.
        SPACE_LABEL,
        /// The group that people put the environment into, as Portainer has them.
        GROUP,
        /// A tag that people gave the environment.
        TAG,
        /// A team that may use it, and no other.
        TEAM,
        /// A person who made it.
        PERSON,
        /// A person who changed it last.
        CHANGED
    }
}
