package dev.regent.testkit.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a registry double answers. Starts from a well-behaved registry, then departs from it:
///
/// ```java
/// Behaviour.good().auth(Auth.basic("reader", "secret")).paging(CallKind.TAGS, Paging.pagesOf(2))
///         .fault(Fault.status(500).on(CallKind.MANIFEST).every(7))
/// ```
///
/// @param issuer hands out tokens at `/token`; empty: there is no such path. Given by [#issuing],
///     or by [#auth] where the registry is its own realm
/// @param paging how listings are paged, for the kinds that are
/// @param catalogOrder order of the catalog
/// @param anyAccept whether manifests are served whatever `Accept` says; if not, those of the usual
///     four media types must be named there, as Distribution 2.8.2 demands for OCI's
/// @param clockOff how far `Date` is ahead of the real time; negative: behind
/// @param writes what clients may change
public record Behaviour(
        Auth auth,
        Optional<TokenIssuer> issuer,
        Map<CallKind, Paging> paging,
        Comparator<String> catalogOrder,
        Referrers referrers,
        boolean anyAccept,
        Duration clockOff,
        Writes writes,
        List<Fault> faults) {

    /// Distribution walks directories, so `a/x` comes before `a-b/x`.
    private static final Comparator<String> BY_PATH = Comparator.comparing((String name) -> name.replace('/', '\0'));

    public Behaviour {
        paging = Map.copyOf(paging);
        faults = List.copyOf(faults);
    }

    /// Open to all, catalog and referrers served, pages as asked (a catalog's `n` at most 1,000),
    /// nothing wrong. Writes are unexpected.
    public static Behaviour good() {
        Map<CallKind, Paging> paging = Map.of(
                CallKind.CATALOG, Paging.asAsked().atMost(1000),
                CallKind.TAGS, Paging.asAsked(),
                CallKind.REFERRERS, Paging.whole());
        return new Behaviour(
                Auth.none(),
                Optional.empty(),
                paging,
                BY_PATH,
                Referrers.SERVED,
                false,
                Duration.ZERO,
                Writes.UNEXPECTED,
                List.of());
    }

    /// As CNCF Distribution 2.8.2 answers: no referrers, tags never in pages.
    public static Behaviour distribution() {
        return good().referrers(Referrers.ABSENT).paging(CallKind.TAGS, Paging.whole());
    }

    /// Asks for credentials. A bearer realm without an address of its own makes this registry issue
    /// the tokens.
    public Behaviour auth(Auth other) {
        Optional<TokenIssuer> own = switch (other) {
            case Auth.Bearer(var tokens, var realm) when realm.isEmpty() -> Optional.of(tokens);
            case Auth.Bearer _, Auth.None _, Auth.Basic _ -> issuer;
        };
        return new Behaviour(other, own, paging, catalogOrder, referrers, anyAccept, clockOff, writes, faults);
    }

    /// Hands out tokens at `/token`, for other registries.
    public Behaviour issuing(TokenIssuer tokens) {
        return new Behaviour(
                auth, Optional.of(tokens), paging, catalogOrder, referrers, anyAccept, clockOff, writes, faults);
    }

    /// How all listings are paged.
    public Behaviour paging(Paging other) {
        return paging(CallKind.CATALOG, other).paging(CallKind.TAGS, other).paging(CallKind.REFERRERS, other);
    }

    /// How listings of one kind are paged.
    public Behaviour paging(CallKind kind, Paging other) {
        if (!paging.containsKey(kind)) {
            throw new IllegalArgumentException("only CATALOG, TAGS and REFERRERS come in pages, got " + kind);
        }
        Map<CallKind, Paging> changed = new EnumMap<>(paging);
        changed.put(kind, other);
        return new Behaviour(auth, issuer, changed, catalogOrder, referrers, anyAccept, clockOff, writes, faults);
    }

    public Behaviour catalogOrder(Comparator<String> other) {
        return new Behaviour(auth, issuer, paging, other, referrers, anyAccept, clockOff, writes, faults);
    }

    /// Answers each catalog call with this status, for example 401, 403 or 404.
    public Behaviour catalogRefused(int status) {
        return fault(Fault.status(status).on(CallKind.CATALOG));
    }

    public Behaviour referrers(Referrers other) {
        return new Behaviour(auth, issuer, paging, catalogOrder, other, anyAccept, clockOff, writes, faults);
    }

    /// Serves manifests whatever `Accept` says.
    public Behaviour servingAnyAccept() {
        return new Behaviour(auth, issuer, paging, catalogOrder, referrers, true, clockOff, writes, faults);
    }

    /// `Date` is so far ahead of the real time, on every answer; negative: behind.
    public Behaviour clockOff(Duration ahead) {
        return new Behaviour(auth, issuer, paging, catalogOrder, referrers, anyAccept, ahead, writes, faults);
    }

    /// Lets clients change what the registry holds, as far as this says.
    public Behaviour writes(Writes other) {
        return new Behaviour(auth, issuer, paging, catalogOrder, referrers, anyAccept, clockOff, other, faults);
    }

    /// Something more that goes wrong.
    public Behaviour fault(Fault fault) {
        List<Fault> more = new ArrayList<>(faults);
        more.add(fault);
        return new Behaviour(auth, issuer, paging, catalogOrder, referrers, anyAccept, clockOff, writes, more);
    }
}
