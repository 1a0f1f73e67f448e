package dev.regent.testkit.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Cuts a listing into pages, in good order or not.
///
/// @param paging how
/// @param all every entry
/// @param order the registry's order of entries
/// @param newName the name of the nth entry that was never there
/// @param self scheme, host and port of this registry
record Pages(Paging paging, List<String> all, Comparator<String> order, IntFunction<String> newName, URI self) {

    static final String LAST = "last";
    static final String CURSOR = "cursor";
    private static final String SIZE = "n";
    private static final String TURN = "turn";
    private static final int ENDLESS_PAGE = 100;
    private static final int MOST_NEW_NAMES = 100_000;

    /// @param link value of the `Link` header; empty on the last page
    record Page(List<String> entries, Optional<String> link) {}

    Pages {
        all = all.stream().sorted(order).toList();
    }

    /// What `n` says, if it is a number and counts here.
    Optional<Integer> asked(Call call) {
        if (paging.size().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(call.query().get(SIZE))
                    .map(Integer::parseInt)
                    .filter(n -> n >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty(); // as Distribution 2.8.2: n=abc counts as none
        }
    }

    /// Whether its place in the listing is one that an earlier page can have named.
    boolean understands(Call call) {
        return Stream.of(CURSOR, TURN)
                .flatMap(name -> Stream.ofNullable(call.query().get(name)))
                .allMatch(number -> number.matches("\\d{1,9}"));
    }

    boolean refuses(Call call) {
        return asked(call).filter(n -> n > paging.most()).isPresent();
    }

    Page page(Call call) {
        int size = asked(call).orElseGet(() -> paging.size().orElse(wholeSize()));
        if (size == 0) {
            return new Page(List.of(), Optional.empty());
        }
        int start = start(call);
        int from = Math.max(0, start - paging.overlap());
        int to = (int) Math.min((long) start + size, endless() ? Integer.MAX_VALUE : all.size());
        List<String> entries =
                IntStream.range(from, Math.max(from, to)).mapToObj(this::entry).toList();
        boolean more = endless() || repeats() || to < all.size();
        return new Page(entries, more ? Optional.of(link(call, entries, to, size)) : Optional.empty());
    }

    private int wholeSize() {
        return endless() ? ENDLESS_PAGE : Math.max(1, Math.min(all.size(), paging.most()));
    }

    private boolean endless() {
        return paging.end() == Paging.End.NEW_NAMES;
    }

    private boolean repeats() {
        return switch (paging.end()) {
            case SAME_PAGE, SAME_PAGE_ELSEWHERE -> true;
            case LAST_PAGE, NEW_NAMES -> false;
        };
    }

    private String entry(int position) {
        return position < all.size() ? all.get(position) : newName.apply(position - all.size());
    }

    private int start(Call call) {
        if (repeats()) {
            return 0;
        }
        String marker = call.query().get(paging.link() == Paging.Link.CURSOR ? CURSOR : LAST);
        if (marker == null) {
            return 0;
        }
        return paging.link() == Paging.Link.CURSOR ? Integer.parseInt(marker) : after(marker);
    }

    /// The position behind `last`, or behind everything that sorts before it if it is not there.
    private int after(String last) {
        int position = all.indexOf(last);
        if (position >= 0) {
            return position + 1;
        }
        if (endless()) {
            return IntStream.range(0, MOST_NEW_NAMES)
                            .filter(i -> newName.apply(i).equals(last))
                            .findFirst()
                            .orElse(0)
                    + all.size()
                    + 1;
        }
        return (int)
                all.stream().filter(entry -> order.compare(entry, last) < 0).count();
    }

    private String link(Call call, List<String> entries, int to, int size) {
        String last = LAST + "=" + encoded(entries.isEmpty() ? "" : entries.getLast());
        String n = SIZE + "=" + size;
        String kept = call.query().entrySet().stream()
                .filter(entry -> !List.of(LAST, SIZE, CURSOR, TURN).contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "&" + encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining());
        String parameters = switch (paging.link()) {
            case RELATIVE, ABSOLUTE -> last + "&" + n + kept;
            case OTHER_ORDER -> "session=a%2Fb&" + n + "&" + last + kept + "&final=1";
            case CURSOR -> CURSOR + "=" + to + "&" + n + kept;
        };
        String turn = paging.end() == Paging.End.SAME_PAGE_ELSEWHERE ? "&" + TURN + "=" + (turn(call) + 1) : "";
        String path = call.target().replaceFirst("\\?.*", "");
        String target = "<" + host() + path + "?" + parameters + turn + ">; rel=";
        return paging.link() == Paging.Link.OTHER_ORDER ? target + "next" : target + "\"next\"";
    }

    private String host() {
        return paging.link() == Paging.Link.ABSOLUTE
                ? paging.host().orElse(self).toString()
                : "";
    }

    private static int turn(Call call) {
        return Stream.ofNullable(call.query().get(TURN))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
