package dev.regent.connect.http;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of the next page, followed as it was given: how a registry pages is its own business.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8288">RFC 8288</a>
public final class Links {

    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern NEXT = Pattern.compile(";\\s*rel\\s*=\\s*\"?next\"?", Pattern.CASE_INSENSITIVE);

    private Links() {}

    /// Empty if this was the last page.
    ///
    /// @throws ConnectorException if there is a next page and its address can't be understood
    public static Optional<URI> next(URI page, Answer answer) throws ConnectorException {
        for (String value : answer.headerValues("link")) {
            Matcher links = LINK.matcher(value);
            while (links.find()) {
                if (NEXT.matcher(links.group(2)).find()) {
                    return Optional.of(resolve(page, links.group(1)));
                }
            }
        }
        return Optional.empty();
    }

    private static URI resolve(URI page, String link) throws ConnectorException {
        try {
            return page.resolve(link.strip());
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    "GET " + Redaction.shown(page),
                    new Fault.Unintelligible("its Link to the next page is no address"));
        }
    }
}
