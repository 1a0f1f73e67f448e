package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/// Reads an object without what is large or secret in it and never looked at: the values of variables and annotations
/// don't get as far as our memory.
final class Lean {

    static final Set<String> LEFT_OUT =
            Set.of("managedFields", "annotations", "env", "envFrom", "command", "args", "affinity");
    private static final int DEEPEST = 200;
    private static final ObjectMapper JSON = new JsonMapper();

    private Lean() {}

    /// What the parser stands before.
    static JsonNode read(JsonParser parser) throws IOException {
        return value(parser, 0);
    }

    private static JsonNode value(JsonParser parser, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("an object is nested deeper than " + DEEPEST);
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode object = JSON.createObjectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                // A label can have such a name too: it is a text.
                if (LEFT_OUT.contains(field) && parser.currentToken().isStructStart()) {
                    parser.skipChildren();
                } else {
                    object.set(field, value(parser, depth + 1));
                }
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode array = JSON.createArrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser, depth + 1));
            }
            return array;
        }
        return JSON.readTree(parser);
    }
}
