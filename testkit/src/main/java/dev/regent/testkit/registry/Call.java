package dev.regent.testkit.registry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request, as it came in.
///
/// @param target path and query as sent
/// @param path decoded, without the query
/// @param query decoded; of a name that came twice, the first value
/// @param headers values in order of arrival, by lower-case name
/// @param body empty unless the client sent one; as text: forms and manifests are
/// @param repository empty where the path names none
/// @param reference tag or digest; empty where the path names none
/// @param scopes what a token request asks for, each value of `scope` split at blanks
public record Call(
        CallKind kind,
        String method,
        String target,
        String path,
        Map<String, String> query,
        Map<String, List<String>> headers,
        String body,
        Optional<String> repository,
        Optional<String> reference,
        List<String> scopes) {

    public Call {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        scopes = List.copyOf(scopes);
    }

    /// The first value of that header, whatever its case.
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /// All values of that header, whatever its case; one for each line that was sent.
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// Whether this would change what the registry holds.
    public boolean writes() {
        return kind != CallKind.TOKEN && !method.equals("GET") && !method.equals("HEAD");
    }

    /// Whether this asks for a listing from its beginning.
    public boolean firstPage() {
        return !query.containsKey(Pages.LAST) && !query.containsKey(Pages.CURSOR);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
