package dev.regent.act;

import dev.regent.oci.Digest;

/// Changes one registry. It never tries a request again whose outcome it doesn't know: only who has
/// read in between may. Every method throws InterruptedException if the caller gave up.
public interface RegistryWriter {

    /// Deletes a manifest and with it, by the registry's own doing, every tag that points at it.
    Written deleteManifest(String repository, Digest digest) throws InterruptedException;

    /// Deletes a tag and leaves its manifest; many registries can't, and refuse.
    Written deleteTag(String repository, String tag) throws InterruptedException;

    /// Puts a manifest by its digest, or makes a tag point at it.
    ///
    /// @param reference the manifest's digest, or a tag
    Written putManifest(String repository, String reference, RawManifest manifest) throws InterruptedException;

    /// Asked right before a change is sent, after all waiting for the registry's pace.
    @FunctionalInterface
    interface Leave {
        /// For whoever has the registry to itself.
        Leave ALWAYS = () -> {};

        /// Returns if it may be sent.
        ///
        /// @throws InterruptedException if nothing may be sent any more
        void mustHold() throws InterruptedException;
    }

    /// What came of a change.
    sealed interface Written {

        record Done() implements Written {}

        /// What was to be deleted isn't there (404).
        record Gone() implements Written {}

        /// The registry said no, and nothing was changed.
        ///
        /// @param status HTTP status, 400 or more
        /// @param why in words, with what to do about it
        record Refused(int status, String why) implements Written {}

        /// No whole answer came, or one that leaves it open (5xx): it may have happened or not.
        record Unknown(String why) implements Written {}
    }
}
