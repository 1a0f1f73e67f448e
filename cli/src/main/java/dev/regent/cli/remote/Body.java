package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is sent: only what was given.
final class Body {

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    static Body of(String name, String value) {
        return new Body().with(name, value);
    }

    Body with(String name, String value) {
        json.put(name, value);
        return this;
    }

    Body with(String name, Optional<String> value) {
        value.ifPresent(given -> json.put(name, given));
        return this;
    }

    Body given(String name, @Nullable String value) {
        return with(name, Optional.ofNullable(value));
    }

    Body flag(String name, boolean value) {
        if (value) {
            json.put(name, true);
        }
        return this;
    }

    Body list(String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(json.putArray(name)::add);
        }
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
