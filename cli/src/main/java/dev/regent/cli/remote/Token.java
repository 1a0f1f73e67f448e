package dev.regent.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a server knows its caller by. Printed, it is `***`.
final class Token {

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,4096}");
    private static final int LARGEST_FILE = 16 << 10;

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /// Takes the text without the blanks around it.
    ///
    /// @param from where it stood, for the message
    static Token of(String from, String text) {
        String token = text.strip();
        if (!FORM.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    from + ": there is no token in it: one line without blanks is wanted, as `regent token create"
                            + " --to FILE` writes it");
        }
        return new Token(token);
    }

    static Token in(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException(file + ": this is no token, it is too large");
            }
            return of(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file; name the file with your token", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + ": the token can't be read (" + e.getMessage() + "); check its rights", e);
        }
    }

    /// For the header, and for the file that keeps a login.
    String revealed() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
