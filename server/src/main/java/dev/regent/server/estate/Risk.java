package dev.regent.server.estate;

import dev.regent.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How much a step could hurt if the evidence behind it is wrong. It orders what people read first,
/// and decides nothing.
///
/// @param reasons a sentence each; empty for a low risk
public record Risk(Level level, List<String> reasons) {

    /// From the least.
    public enum Level {
        LOW,
        MEDIUM,
        HIGH
    }

    private static final Duration RECENT = Duration.ofDays(30);
    private static final Pattern RELEASE = Pattern.compile("v?\\d+(?:\\.\\d+){1,3}");
    private static final Pattern MOVING =
            Pattern.compile("latest|stable|main|master|prod(?:uction)?|live|current|release", Pattern.CASE_INSENSITIVE);

    public Risk {
        reasons = List.copyOf(reasons);
    }

    /// The risk of one step.
    public static Risk of(Step step, Instant now) {
        Level level = Level.LOW;
        List<String> reasons = new ArrayList<>();
        for (String tag : step.tags()) {
            if (MOVING.matcher(tag).matches()) {
                level = Level.HIGH;
                reasons.add("the tag " + tag + " is one that deployments follow");
            } else if (RELEASE.matcher(tag).matches()) {
                level = max(level, Level.MEDIUM);
                reasons.add("the tag " + tag + " names a release");
            }
        }
        if (step.undo() == Step.Undo.NONE) {
            level = Level.HIGH;
            reasons.add("it can't be undone");
        }
        if (step.built().filter(built -> built.isAfter(now.minus(RECENT))).isPresent()) {
            level = max(level, Level.MEDIUM);
            reasons.add("it was built in the last 30 days");
        }
        if (step.tags().size() > 3) {
            level = max(level, Level.MEDIUM);
            reasons.add(step.tags().size() + " tags go with it");
        }
        return new Risk(level, reasons);
    }

    private static Level max(Level one, Level other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
