package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads single values of what Portainer lists.
final class Items {

    private Items() {}

    /// An id, without which nothing can be told of a thing.
    ///
    /// @throws MalformedException if there is none
    static int id(JsonNode item, String name) throws MalformedException {
        JsonNode id = item.path(name);
        if (!id.isInt() || id.intValue() < 0) {
            throw new MalformedException("something has no number as its " + name);
        }
        return id.intValue();
    }

    /// Empty if it is missing, empty or no text.
    static Optional<String> text(JsonNode item, String name) {
        String text = item.path(name).asText("");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText("")));
        return texts;
    }

    static List<Integer> numbers(JsonNode list) {
        List<Integer> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    /// Ids that are the names of an object's members. Go writes maps so.
    static Set<Integer> keys(JsonNode object) {
        Set<Integer> keys = new HashSet<>();
        object.fieldNames().forEachRemaining(name -> {
            if (name.matches("[0-9]{1,9}")) {
                keys.add(Integer.valueOf(name));
            }
        });
        return keys;
    }
}
