package dev.regent.connect.http;

/// A password, token or key. It never prints itself; [#reveal()] is called only where it goes onto the wire.
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
