package dev.regent.connect.http;

import java.time.Duration;

/// How a far side failed. The fault alone decides what happens next.
public sealed interface Fault {

    /// For a person: what came instead of an answer.
    String words();

    /// No connection, or one that broke before an answer came.
    record Unreachable(String words) implements Fault {}

    /// Nothing came for as long as we wait, retries included.
    record Silent(Duration waited) implements Fault {
        @Override
        public String words() {
            long seconds = waited.toSeconds();
            return "no answer within " + (seconds > 0 ? seconds + " s" : waited.toMillis() + " ms");
        }
    }

    /// The far side asks for a longer pause than we wait.
    record RateLimited(Duration retryAfter) implements Fault {
        @Override
        public String words() {
            return "rate limited (429), asks to wait " + retryAfter.toSeconds() + " s";
        }
    }

    /// The answer ended early, or is not what its own headers say.
    ///
    /// @param bodiless whether its headers gave a length and not one byte of that came
    record Cut(String words, boolean bodiless) implements Fault {
        public Cut(String words) {
            this(words, false);
        }
    }

    /// The answer is larger than this kind of answer may be.
    record TooLarge(long limit) implements Fault {
        @Override
        public String words() {
            return "answer is larger than " + limit + " bytes";
        }
    }

    /// An answer with a status that can't be used.
    record Refused(int status, String words) implements Fault {}

    /// Going on would send a request or a secret to where it must not go.
    record Distrusted(String words) implements Fault {}

    /// An answer that came whole and can't be understood.
    record Unintelligible(String words) implements Fault {}
}
