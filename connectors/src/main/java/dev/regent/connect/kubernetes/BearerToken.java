package dev.regent.connect.kubernetes;

import dev.regent.connect.http.Secret;
import java.io.IOException;

/// What a cluster wants to see. It is read for each call: tokens in files are replaced before they end.
@FunctionalInterface
public interface BearerToken {

    /// What to show now.
    ///
    /// @throws IOException if it can't be read; the message says why
    Secret read() throws IOException;
}
