package dev.regent.testkit.docker;

/// What goes wrong with an answer.
public sealed interface Trouble {

    /// An error of the engine, or of what stands before it.
    record Refusal(int status, String message) implements Trouble {}

    /// The connection is closed without an answer.
    record HangUp() implements Trouble {}

    /// Half of the body comes, then the connection is closed.
    record Cut() implements Trouble {}

    /// No answer comes for as long as the double lives.
    record Silence() implements Trouble {}

    /// Something else than what was asked for, with status 200.
    record Instead(String contentType, String body) implements Trouble {}
}
