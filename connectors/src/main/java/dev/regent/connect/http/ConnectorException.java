package dev.regent.connect.http;

/// A far side that failed. The message is action, object, cause, remedy, and holds no secret.
public final class ConnectorException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Fault fault;

    /// @param action what was tried on what, for example `GET /v2/_catalog`
    public ConnectorException(String action, Fault fault) {
        super(action + ": " + fault.words());
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
