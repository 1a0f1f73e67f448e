package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://user:hunter2@registry.example:5000/v2/?token=hunter2#hunter2, https://registry.example:5000/v2/
            https://registry.example, https://registry.example
            https://registry.example/a%1b%5bb, https://registry.example/a%1b%5bb
            http://[::1]:5000/x, http://[::1]:5000/x
            """)
    void showsNeitherUserNorQuery(URI uri, String shown) {
        assertThat(Redaction.shown(uri)).isEqualTo(shown);
    }

    @Test
    void showsNoCharacterThatHidesOthers() {
        assertThat(Redaction.shown(URI.create("http://registry.example/\u202egnp.exe")))
                .isEqualTo("http://registry.example/<U+202E>gnp.exe");
    }

    @Test
    void printsNoSecret() {
        assertThat(new Secret("hunter2")).hasToString("***");
        assertThat(new Credentials.Password("reader", new Secret("hunter2")).toString())
                .doesNotContain("hunter2");
    }
}
