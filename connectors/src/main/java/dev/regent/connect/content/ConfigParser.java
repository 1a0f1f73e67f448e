package dev.regent.connect.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.observe.Created;
import dev.regent.oci.Timestamps;

/// Reads the one thing that Regent wants of a config.
///
/// @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md">OCI</a>
public final class ConfigParser {

    /// The largest config that is read, in bytes.
    public static final int LARGEST = 8 * 1024 * 1024;

    private ConfigParser() {}

    public static Created created(byte[] config) {
        JsonNode created;
        try {
            created = Json.object(config).get("created");
        } catch (MalformedException e) {
            return new Created.Unusable();
        }
        if (created == null) {
            return new Created.Absent();
        }
        if (!created.isTextual()) {
            return new Created.Unusable();
        }
        return Timestamps.parse(created.textValue())
                .<Created>map(Created.At::new)
                .orElse(new Created.Unusable());
    }
}
