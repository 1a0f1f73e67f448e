package dev.regent.testkit.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Remembers every call, in order of arrival. Safe for use from several threads.
final class CallLog {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{4,}={0,2}");

    private final List<Call> calls = new ArrayList<>();
    private final List<Call> unexpected = new ArrayList<>();

    synchronized void add(Call call) {
        calls.add(call);
    }

    synchronized void unexpected(Call call) {
        unexpected.add(call);
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    synchronized List<Call> unexpected() {
        return List.copyOf(unexpected);
    }

    synchronized void forget() {
        calls.clear();
        unexpected.clear();
    }

    List<String> credentials() {
        return calls().stream()
                .flatMap(call -> Stream.concat(
                        Stream.of("Authorization", "Proxy-Authorization", "Cookie")
                                .flatMap(name -> call.headers(name).stream()),
                        Stream.of(call.body()).filter(body -> !body.isEmpty())))
                .toList();
    }

    /// Whether `secret` stands anywhere in any call: as it is, percent-encoded or in Base64.
    boolean heard(String secret) {
        return calls().stream()
                .flatMap(CallLog::texts)
                .flatMap(text -> Stream.concat(Stream.of(text), plain(text)))
                .anyMatch(text -> text.contains(secret));
    }

    private static Stream<String> texts(Call call) {
        return Stream.of(
                        Stream.of(call.target(), call.path(), call.body()),
                        call.query().values().stream(),
                        Targets.parameters(call.body()).values().stream(),
                        call.headers().values().stream().flatMap(List::stream))
                .flatMap(texts -> texts);
    }

    private static Stream<String> plain(String text) {
        List<String> decoded = new ArrayList<>();
        Matcher matcher = BASE64.matcher(text);
        while (matcher.find()) {
            String standard =
                    matcher.group().replace('-', '+').replace('_', '/').replace("=", "");
            if (standard.length() % 4 != 1) {
                decoded.add(new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8));
            }
        }
        return decoded.stream();
    }
}
