package dev.regent.server.log;

import dev.regent.oci.Text;

/// Text of any length without anything that could end a line or steer a terminal.
final class Plain {

    private static final int PIECE = 100;

    private Plain() {}

    static String text(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int begin = 0; begin < text.length(); ) {
            int end = Math.min(text.length(), begin + PIECE);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            plain.append(Text.plain(text.substring(begin, end)));
            begin = end;
        }
        return plain.toString();
    }
}
