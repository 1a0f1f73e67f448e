package dev.regent.analyse.ownership;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// How much harm it does if a workload fails; the most first.
public enum Tier {
    PRODUCTION,
    /// Nobody said. It counts as production: what isn't known to be harmless is not.
    UNKNOWN,
    STAGING,
    DEVELOPMENT;

    private static final Map<String, Tier> WORDS = Map.ofEntries(
            Map.entry("production", PRODUCTION),
            Map.entry("prod", PRODUCTION),
            Map.entry("prd", PRODUCTION),
            Map.entry("live", PRODUCTION),
            Map.entry("staging", STAGING),
            Map.entry("stage", STAGING),
            Map.entry("stg", STAGING),
            Map.entry("uat", STAGING),
            Map.entry("acceptance", STAGING),
            Map.entry("preprod", STAGING),
            Map.entry("preprd", STAGING),
            Map.entry("preproduction", STAGING),
            Map.entry("development", DEVELOPMENT),
            Map.entry("dev", DEVELOPMENT),
            Map.entry("devel", DEVELOPMENT),
            Map.entry("test", DEVELOPMENT),
            Map.entry("testing", DEVELOPMENT),
            Map.entry("tst", DEVELOPMENT),
            Map.entry("qa", DEVELOPMENT),
            Map.entry("sandbox", DEVELOPMENT));

    /// `pre-prod` and `non-prod` are one word: neither is production, and the second isn't anything.
    private static final Pattern JOINED = Pattern.compile("(?<![a-z0-9])(pre|non|not|no)[^a-z0-9/]+(?=[a-z])");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern NUMBER = Pattern.compile("(?<=[a-z])[0-9]+$");
    private static final int LONGEST = 253;

    /// What it is treated as.
    public Tier countsAs() {
        return this == UNKNOWN ? PRODUCTION : this;
    }

    /// The tiers that a name or a label's value speaks of: by the first and the last word of each of its parts between
    /// slashes. Case and numbers at the end of a word don't count (`PROD-eu`, `shop-staging2`). More than one if it
    /// contradicts itself; empty if it says none, or is longer than any name.
    public static Set<Tier> spokenOfIn(String text) {
        if (text.length() > LONGEST) {
            return Set.of();
        }
        Set<Tier> tiers = EnumSet.noneOf(Tier.class);
        for (String part : text.toLowerCase(Locale.ROOT).split("/", -1)) {
            List<String> words = BETWEEN_WORDS
                    .splitAsStream(JOINED.matcher(part).replaceAll("$1"))
                    .filter(word -> !word.isEmpty())
                    .map(word -> NUMBER.matcher(word).replaceAll(""))
                    .toList();
            if (!words.isEmpty()) {
                for (String word : List.of(words.getFirst(), words.getLast())) {
                    if (WORDS.containsKey(word)) {
                        tiers.add(WORDS.get(word));
                    }
                }
            }
        }
        return Collections.unmodifiableSet(tiers);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
