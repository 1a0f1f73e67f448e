package dev.regent.testkit.registry;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/// How a listing comes in pages.
///
/// @param size how many entries a page has whatever was asked for; empty: as many as `n` says,
///     without `n` all
/// @param most a greater `n` is answered with 400 `PAGINATION_NUMBER_INVALID`
/// @param overlap with how many entries of the page before each later page begins, on top of its
///     own
/// @param end what comes when there is nothing more
/// @param link how the next page is named
/// @param host scheme, host and port of the next page; empty: the same as this one's
public record Paging(OptionalInt size, int most, int overlap, End end, Link link, Optional<URI> host) {

    /// What comes when there is nothing more.
    public enum End {
        /// A last page without a `Link`.
        LAST_PAGE,
        /// Pages of names that were never there, for ever.
        NEW_NAMES,
        /// The first page again under the same address, for ever.
        SAME_PAGE,
        /// The first page again under addresses that are always new, for ever.
        SAME_PAGE_ELSEWHERE
    }

    /// How the next page is named.
    public enum Link {
        /// `</v2/_catalog?last=a&n=2>; rel="next"`, as Distribution 2.8.2 does.
        RELATIVE,
        /// With scheme and host.
        ABSOLUTE,
        /// `n` before `last`, and more parameters around them; `rel` without quotes.
        OTHER_ORDER,
        /// By a cursor that says nothing and that `last` cannot replace.
        CURSOR
    }

    public Paging {
        if ((size.isPresent() && size.getAsInt() < 1) || overlap < 0) {
            throw new IllegalArgumentException(
                    "a page has 1 entry or more and an overlap is 0 or more, got " + size + " and " + overlap);
        }
    }

    /// As the specification has it: `n` counts, everything without it.
    public static Paging asAsked() {
        return new Paging(OptionalInt.empty(), Integer.MAX_VALUE, 0, End.LAST_PAGE, Link.RELATIVE, Optional.empty());
    }

    /// Everything at once, whatever `n` says, as Distribution 2.8.2 lists tags.
    public static Paging whole() {
        return pagesOf(Integer.MAX_VALUE);
    }

    /// Pages of that size, whatever `n` says.
    public static Paging pagesOf(int size) {
        return new Paging(OptionalInt.of(size), Integer.MAX_VALUE, 0, End.LAST_PAGE, Link.RELATIVE, Optional.empty());
    }

    /// Refuses an `n` above this.
    public Paging atMost(int n) {
        return new Paging(size, n, overlap, end, link, host);
    }

    /// Repeats that many entries of each page at the beginning of the next one.
    public Paging overlapping(int entries) {
        return new Paging(size, most, entries, end, link, host);
    }

    public Paging ending(End other) {
        return new Paging(size, most, overlap, other, link, host);
    }

    public Paging linking(Link other) {
        return new Paging(size, most, overlap, end, other, host);
    }

    /// Next pages are said to be on another server.
    public Paging continuedOn(URI other) {
        return new Paging(size, most, overlap, end, Link.ABSOLUTE, Optional.of(other));
    }
}
