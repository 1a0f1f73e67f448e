package dev.regent.analyse;

import dev.regent.inventory.Role;
import dev.regent.oci.Digest;
import java.util.List;

/// The verdict on one manifest of one repository.
///
/// @param tags all its tags, sorted
public record Judgement(
        String registry, String repository, Digest digest, Role role, List<String> tags, Verdict verdict) {
    public Judgement {
        tags = List.copyOf(tags);
    }
}
