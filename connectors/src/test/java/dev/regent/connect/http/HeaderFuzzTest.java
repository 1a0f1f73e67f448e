package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.content.Mutations;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Whatever a header says, it is understood, left out or told as a fault.
final class HeaderFuzzTest {

    private static final long SEED = 20_260_102;
    private static final int CASES = 20_000;
    private static final URI PAGE = URI.create("https://registry.example/v2/_catalog?n=2");

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void readsAnyChallenge() {
        List<String> texts = List.of(
                "Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"repository:a:pull\"",
                "Basic realm=\"a \\\"b\\\"\", Bearer realm=x, Negotiate abc==");
        Mutations.each(
                SEED,
                CASES,
                texts,
                bytes -> assertThat(Challenge.parse(List.of(text(bytes))))
                        .allSatisfy(challenge -> assertThat(challenge.scheme()).isNotEmpty()));
    }

    @Test
    void readsAnyLinkToAnAddressThatCanBeJudged() {
        List<String> texts = List.of(
                "</v2/_catalog?last=a&n=2>; rel=\"next\"",
                "<https://registry.example:8443/v2/_catalog>; rel=\"prev\", <http://[::1]:5000/x>; rel=next");
        Trust trust = new Trust(URI.create("https://registry.example"), Set.of());
        AtomicInteger followed = new AtomicInteger();
        Mutations.each(SEED, CASES, texts, bytes -> {
            Answer answer = new Answer(200, Map.of("link", List.of(text(bytes))), new byte[0]);
            try {
                var next = Links.next(PAGE, answer);
                if (next.isPresent()) {
                    trust.check("GET " + Redaction.shown(next.get()), next.get());
                    followed.incrementAndGet();
                }
            } catch (ConnectorException e) {
                assertThat(e.fault().words()).isNotBlank();
            }
        });
        assertThat(followed).hasValueBetween(CASES / 100, CASES);
    }
}
