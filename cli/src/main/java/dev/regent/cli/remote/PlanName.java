package dev.regent.cli.remote;

import java.util.Locale;
import java.util.regex.Pattern;

/// How people name a plan: its digest, or so much of its beginning that no other plan has it.
///
/// @param text `sha256:` and hexadecimal digits
record PlanName(String text) {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{1,64}");
    private static final String ALGORITHM = "sha256:";

    /// Understands it with and without `sha256:`.
    ///
    /// @throws IllegalArgumentException if it can't be one
    static PlanName of(String typed) {
        String plain = typed.strip().toLowerCase(Locale.ROOT);
        String digits = plain.startsWith(ALGORITHM) ? plain.substring(ALGORITHM.length()) : plain;
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "PLAN is a plan's digest or its first digits, as `regent plans` shows them, got " + typed);
        }
        return new PlanName(ALGORITHM + digits);
    }

    /// The plan itself: the server knows whether a beginning is enough, and which plans it could mean.
    Answer found(Server server) throws RemoteFailure, InterruptedException {
        return server.get(Route.to("plans", text));
    }
}
