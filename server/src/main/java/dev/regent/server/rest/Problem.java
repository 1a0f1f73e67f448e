package dev.regent.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// A problem as it goes out.
///
/// @param type `about:blank`: the title says all
/// @param status HTTP status
/// @param detail what, where, and what to do
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, String instance, List<String> reasons) {
    public Problem {
        reasons = List.copyOf(reasons);
    }
}
