package dev.regent.connect.http;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of the next page, followed as it was given: how a registry pages is its own business.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8288">RFC 8288</a>
public final class Links {

    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern RELATIONS =
            Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))", Pattern.CASE_INSENSITIVE);

    private Links() {}

    /// Empty if this was the last page.
    ///
    /// @throws ConnectorException if there is a next page and its address can't be understood
    public static Optional<URI> next(URI page, Answer answer) throws ConnectorException {
        for (String value : answer.headerValues("link")) {
            Matcher links = LINK.matcher(value);
            while (links.find()) {
                if (isNext(links.group(2))) {
                    return Optional.of(resolve(page, links.group(1)));
                }
            }
            if (isNext(value)) {
                throw unusable(page); // without the brackets: the last page it is not
            }
        }
        return Optional.empty();
    }

    private static boolean isNext(String parameters) {
        Matcher relations = RELATIONS.matcher(parameters);
        while (relations.find()) {
            String names = relations.group(1) == null ? relations.group(2) : relations.group(1);
            if (Arrays.stream(names.strip().split("\\s+")).anyMatch("next"::equalsIgnoreCase)) {
                return true;
            }
        }
        return false;
    }

    private static URI resolve(URI page, String link) throws ConnectorException {
        try {
            return page.resolve(link.strip());
        } catch (IllegalArgumentException e) {
            throw unusable(page);
        }
    }

    private static ConnectorException unusable(URI page) {
        return new ConnectorException(
                "GET " + Redaction.shown(page), new Fault.Unintelligible("its Link to the next page is no address"));
    }
}
