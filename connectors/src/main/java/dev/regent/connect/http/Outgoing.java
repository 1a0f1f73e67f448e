package dev.regent.connect.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A request as it goes over a connection.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9112#name-request-line">RFC 9112</a>
final class Outgoing {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder head = new StringBuilder(512);

    private Outgoing() {}

    static byte[] bytes(Request request) {
        Outgoing outgoing = new Outgoing();
        outgoing.head(request);
        byte[] head = outgoing.head.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (request.content().isEmpty()) {
            return head;
        }
        byte[] content = request.content().get().bytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + content.length);
        all.writeBytes(head);
        all.writeBytes(content);
        return all.toByteArray();
    }

    private void head(Request request) {
        URI uri = request.uri();
        head.append(request.method()).append(' ');
        String path = uri.getRawPath();
        target(path.isEmpty() ? "/" : path);
        if (uri.getRawQuery() != null) {
            head.append('?');
            target(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\n");
        header("Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
        request.headers().forEach(this::header);
        header("User-Agent", Http.USER_AGENT);
        request.content().ifPresent(content -> {
            header("Content-Type", content.type());
            header("Content-Length", Integer.toString(content.bytes().length));
        });
        head.append("\r\n");
    }

    /// A URI may hold letters of any script; what is sent may not.
    private void target(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                encode(text.substring(i));
                return;
            }
            head.append(text.charAt(i));
        }
    }

    private void encode(String text) {
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (next >= 0) {
                head.append((char) next);
            } else {
                head.append('%').append(HEX.toHexDigits(next));
            }
        }
    }

    /// What ends a line would begin another header: a space is sent in its place.
    private void header(String name, String value) {
        head.append(name).append(": ");
        int from = head.length();
        head.append(value);
        for (int i = from; i < head.length(); i++) {
            char c = head.charAt(i);
            if ((c < ' ' && c != '\t') || c == 127) {
                head.setCharAt(i, ' ');
            }
        }
        head.append("\r\n");
    }
}
