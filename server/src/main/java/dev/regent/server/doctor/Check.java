package dev.regent.server.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thing that was tried.
///
/// @param source the registry's or environment's name, or `server`
/// @param ok null if it couldn't be tried, or nobody needs it
/// @param remedy what to do; absent where nothing has to be
public record Check(
        String source,
        String check,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Boolean ok,
        String detail,
        Optional<String> remedy) {

    static Check good(String source, String check, String detail) {
        return new Check(source, check, true, detail, Optional.empty());
    }

    static Check bad(String source, String check, String detail, String remedy) {
        return new Check(source, check, false, detail, Optional.of(remedy));
    }

    static Check untried(String source, String check, String why) {
        return new Check(source, check, null, why, Optional.empty());
    }
}
