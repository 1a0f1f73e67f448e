package dev.regent.connect.content;

/// Bytes that are not what they have to be. The message says what is wrong with them.
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String words;

    public MalformedException(String words) {
        super(words);
        this.words = words;
    }

    public String words() {
        return words;
    }
}
