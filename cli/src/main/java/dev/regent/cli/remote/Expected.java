package dev.regent.cli.remote;

import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.time.Duration;

/// How long something is expected to take, as the server tells of it.
record Expected(Answer answer) {

    /// For example `about 3 min (2 min to 4 min), by 120 steps measured`.
    String words() {
        String range = "about " + length("seconds") + " (" + length("atLeast") + " to " + length("atMost") + "), ";
        return range
                + (answer.raw("basis").equals("measured")
                        ? "by " + Units.count(answer.number("steps"), "step", "steps") + " measured"
                        : "assumed: too few steps were carried out of this registry");
    }

    void draw(Page page, String name) throws IOException {
        page.field(name, words());
        for (String note : answer.texts("notes")) {
            page.field("", note, Ink.FAINT);
        }
    }

    private String length(String name) {
        double seconds = Math.max(1, answer.decimal(name));
        int unit = seconds < 120 ? 1 : seconds < 7_200 ? 60 : 3_600;
        return Moments.length(Duration.ofSeconds(Math.round(seconds / unit) * unit));
    }
}
