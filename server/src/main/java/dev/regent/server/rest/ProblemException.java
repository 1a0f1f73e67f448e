package dev.regent.server.rest;

import java.util.List;

/// What can't be answered as it was asked, as `application/problem+json` (RFC 9457).
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String title;
    private final transient List<String> reasons;

    private ProblemException(int status, String title, String detail, List<String> reasons) {
        super(detail);
        this.status = status;
        this.title = title;
        this.reasons = List.copyOf(reasons);
    }

    /// The request itself is wrong.
    public static ProblemException bad(String detail) {
        return new ProblemException(400, "Bad request", detail, List.of());
    }

    public static ProblemException unauthorized(String detail) {
        return new ProblemException(401, "Unauthorized", detail, List.of());
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(403, "Forbidden", detail, List.of());
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "Not found", detail, List.of());
    }

    /// It can't be done as things are.
    public static ProblemException conflict(String detail, List<String> reasons) {
        return new ProblemException(409, "Conflict", detail, reasons);
    }

    public static ProblemException conflict(String detail) {
        return conflict(detail, List.of());
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// Everything that stands against it, one by one.
    public List<String> reasons() {
        return reasons;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
