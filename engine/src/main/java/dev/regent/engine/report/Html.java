package dev.regent.engine.report;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes HTML in which no text can become anything else: all text and all attributes' values are made
/// [plain][FarText#whole(String)] and escaped here, wherever they come from.
final class Html {

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    Html(Appendable out) {
        this.out = out;
    }

    /// Opens an element.
    ///
    /// @param attributes names and values in turn; one with an empty name is left out
    Html open(String element, String... attributes) throws IOException {
        start(element, attributes);
        open.push(element);
        return this;
    }

    /// Closes the element that was opened last.
    Html close() throws IOException {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /// Closes and begins a new line, for those who read the page's source.
    Html closeLine() throws IOException {
        close();
        out.append('\n');
        return this;
    }

    /// An element that has nothing in it and is not closed, for example `meta`.
    Html single(String element, String... attributes) throws IOException {
        start(element, attributes);
        return this;
    }

    /// An element with text only.
    Html text(String element, String text, String... attributes) throws IOException {
        return open(element, attributes).text(text).close();
    }

    Html text(String text) throws IOException {
        escape(FarText.whole(text));
        return this;
    }

    /// Markup, style or script of our own, as it is; never anything that came from elsewhere.
    Html own(String markup) throws IOException {
        out.append(markup);
        return this;
    }

    private void start(String element, String... attributes) throws IOException {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i].isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(FarText.whole(attributes[i + 1]));
                out.append('"');
            }
        }
        out.append('>');
    }

    private void escape(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
