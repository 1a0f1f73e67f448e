package dev.regent.connect.portainer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.connect.content.MalformedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What of an answer is let in. All else is passed over in the bytes: it never becomes a text, and so can neither be
/// kept nor shown.
sealed interface Shape {

    /// A text, a number or a truth value. What is none of these reads as `null`.
    record Value() implements Shape {}

    /// Whether a text stands there that is not empty. What it says stays in the bytes.
    record Presence() implements Shape {}

    /// An object, of which these members are read.
    record Members(Map<String, Shape> members) implements Shape {
        public Members {
            members = Map.copyOf(members);
        }
    }

    /// An object whose members have names that nobody knows beforehand, such as ids.
    record Entries(Shape entry) implements Shape {}

    record Elements(Shape element) implements Shape {}

    /// An array by itself, or as the one member of an object that is read, besides a number `totalCount`. Read is the
    /// object in both cases.
    record Page(String list, Shape element) implements Shape {}

    static Shape value() {
        return new Value();
    }

    static Shape presence() {
        return new Presence();
    }

    /// An object with values of these names.
    static Members values(String... names) {
        Map<String, Shape> members = new LinkedHashMap<>();
        for (String name : names) {
            members.put(name, value());
        }
        return new Members(members);
    }

    static Elements each(Shape element) {
        return new Elements(element);
    }

    /// The same object with one more member.
    static Members with(Members object, String name, Shape shape) {
        Map<String, Shape> members = new LinkedHashMap<>(object.members());
        members.put(name, shape);
        return new Members(members);
    }

    ObjectMapper JSON = new JsonMapper();

    /// How many there are on all pages.
    String TOTAL = "totalCount";

    /// What of `bytes` this shape lets in.
    ///
    /// @throws MalformedException if they are no JSON, or of another shape on the outermost level
    default JsonNode read(byte[] bytes) throws MalformedException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            Optional<JsonToken> first = Optional.ofNullable(parser.nextToken());
            JsonToken wanted = this instanceof Elements ? JsonToken.START_ARRAY : JsonToken.START_OBJECT;
            boolean nothing = first.isPresent() && first.get() == JsonToken.VALUE_NULL;
            boolean either = this instanceof Page && first.equals(Optional.of(JsonToken.START_ARRAY));
            if (!nothing && !either && (first.isEmpty() || first.get() != wanted)) {
                throw new MalformedException(
                        wanted == JsonToken.START_ARRAY ? "a JSON array is wanted" : "a JSON object is wanted");
            }
            JsonNode read = let(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("something follows the JSON");
            }
            return read;
        } catch (JacksonException e) {
            // Its own message quotes what it could not understand.
            throw new MalformedException("its JSON breaks off or is malformed");
        } catch (IOException e) {
            throw new MalformedException("not JSON, or in no encoding that JSON has");
        }
    }

    private JsonNode let(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (this) {
            case Value _ -> {
                if (token.isScalarValue()) {
                    yield JSON.readTree(parser);
                }
                parser.skipChildren();
                yield NullNode.getInstance();
            }
            case Presence _ -> {
                boolean present = token == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
                parser.skipChildren();
                yield BooleanNode.valueOf(present);
            }
            case Members(var members) -> members(parser, Optional.of(members), value());
            case Entries(var entry) -> members(parser, Optional.empty(), entry);
            case Elements(var element) -> elements(parser, element);
            case Page(var list, var element)
            when token == JsonToken.START_ARRAY -> JSON.createObjectNode().set(list, elements(parser, element));
            case Page(var list, var element) ->
                members(parser, Optional.of(Map.of(list, each(element), TOTAL, value())), value());
        };
    }

    private static JsonNode members(JsonParser parser, Optional<Map<String, Shape>> known, Shape others)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return NullNode.getInstance();
        }
        ObjectNode object = JSON.createObjectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Optional<Shape> shape =
                    known.isPresent() ? Optional.ofNullable(known.get().get(name)) : Optional.of(others);
            if (shape.isPresent()) {
                object.set(name, shape.get().let(parser));
            } else {
                parser.skipChildren();
            }
        }
        return object;
    }

    private static JsonNode elements(JsonParser parser, Shape element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return NullNode.getInstance();
        }
        ArrayNode array = JSON.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(element.let(parser));
        }
        return array;
    }
}
