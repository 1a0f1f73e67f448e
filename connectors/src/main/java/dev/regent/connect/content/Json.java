package dev.regent.connect.content;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads JSON of far sides; whoever asks for a member says of which type it has to be.
public final class Json {

    private static final ObjectReader TREE = new ObjectMapper().readerFor(JsonNode.class);

    private Json() {}

    /// The object that `bytes` hold.
    ///
    /// @throws MalformedException if they are no JSON object
    public static JsonNode object(byte[] bytes) throws MalformedException {
        try {
            JsonNode root = TREE.readValue(bytes);
            if (root == null || !root.isObject()) {
                throw new MalformedException("not a JSON object");
            }
            return root;
        } catch (JacksonException e) {
            throw new MalformedException("not JSON" + place(e.getLocation()));
        } catch (IOException e) {
            throw new MalformedException("not JSON, or in no encoding that JSON has");
        }
    }

    /// Jackson's own message quotes the far side's text, which can hold secrets and control
    /// characters.
    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /// A member that is a text if it is there; `null` counts as not there.
    public static Optional<String> text(JsonNode object, String name) throws MalformedException {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            return Optional.empty();
        }
        if (!member.isTextual()) {
            throw new MalformedException("`" + name + "` is not a text");
        }
        return Optional.of(member.textValue());
    }

    /// The elements of a member that is an array if it is there; none if it isn't or is `null`.
    public static Iterable<JsonNode> elements(JsonNode object, String name) throws MalformedException {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            return List.of();
        }
        if (!member.isArray()) {
            throw new MalformedException("`" + name + "` is not an array");
        }
        return member;
    }
}
