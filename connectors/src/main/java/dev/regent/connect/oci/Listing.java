package dev.regent.connect.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Links;
import dev.regent.connect.http.Redaction;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// A list of names, page by page until no page is named as the next. A registry that never stops is
/// cut off: after some pages that bring nothing new, and where many pages bring little. Of one that
/// brings new names for ever none is believed.
final class Listing {

    private static final int IDLE_PAGES = 5;
    private static final int PATIENT_PAGES = 1000;
    private static final int FULL_PAGE = 10;
    private static final int MOST_PAGES = 20_000;
    private static final int MOST_NAMES = 2_000_000;
    private static final int LONGEST_NAME = 1000;

    private final RegistryClient client;
    private final String member;
    private final URI first;
    private final String scope;
    private final Set<String> names = new LinkedHashSet<>();
    private int idlePages;
    private Optional<ConnectorException> failure = Optional.empty();
    private Optional<Answer> absence = Optional.empty();

    /// @param member of the answers that holds the names
    Listing(RegistryClient client, String member, URI first, String scope) {
        this.client = client;
        this.member = member;
        this.first = first;
        this.scope = scope;
    }

    /// The names that were heard, in the order in which they came.
    Set<String> names() {
        return names;
    }

    /// Why the list isn't whole; empty if it is.
    Optional<ConnectorException> failure() {
        return failure;
    }

    /// The 404 that was all the answer; such a list has no names and no failure.
    Optional<Answer> absence() {
        return absence;
    }

    Listing read() throws InterruptedException {
        try {
            Optional<URI> next = Optional.of(first);
            for (int pages = 1; next.isPresent(); pages++) {
                next = page(next.get(), pages);
            }
        } catch (ConnectorException e) {
            failure = Optional.of(e);
        }
        return this;
    }

    private Optional<URI> page(URI uri, int number) throws ConnectorException, InterruptedException {
        Answer answer = client.page(uri, scope);
        if (answer.status() == 404) {
            if (number == 1 && member.equals("tags")) {
                // Distribution 2.8.2: a repository without a tag is answered with 404 NAME_UNKNOWN or `null`.
                absence = Optional.of(answer);
                return Optional.empty();
            }
            throw new ConnectorException("GET " + Redaction.shown(uri), new Fault.Refused(404, "answered 404"));
        }
        int before = names.size();
        add(uri, answer);
        Optional<URI> next = Links.next(uri, answer);
        idlePages = names.size() == before ? idlePages + 1 : 0;
        if (names.size() > MOST_NAMES) {
            names.clear();
            throw new ConnectorException(
                    "GET " + Redaction.shown(uri),
                    new Fault.Unintelligible("the list doesn't end: more than " + MOST_NAMES + " names"));
        }
        boolean endless = idlePages > IDLE_PAGES
                || (number > PATIENT_PAGES && names.size() < number * FULL_PAGE)
                || number > MOST_PAGES;
        if (next.isPresent() && endless) {
            throw new ConnectorException(
                    "GET " + Redaction.shown(uri),
                    new Fault.Unintelligible("the list doesn't end: page " + number + " names a next one again"));
        }
        return next;
    }

    private void add(URI uri, Answer answer) throws ConnectorException {
        try {
            JsonNode root = Json.object(answer.body());
            if (!root.has(member)) {
                throw new MalformedException("no `" + member + "`");
            }
            for (JsonNode name : Json.elements(root, member)) {
                if (!name.isTextual()) {
                    throw new MalformedException("a name that is no text");
                }
                if (name.textValue().length() > LONGEST_NAME) {
                    throw new MalformedException("a name of more than " + LONGEST_NAME + " characters");
                }
                names.add(name.textValue());
            }
        } catch (MalformedException e) {
            throw new ConnectorException(
                    "GET " + Redaction.shown(uri), new Fault.Unintelligible("the list has " + e.words()));
        }
    }
}
