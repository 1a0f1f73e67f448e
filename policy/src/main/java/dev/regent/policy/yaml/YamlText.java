package dev.regent.policy.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.reader.StreamReader;

/// A file as far as it is YAML.
///
/// @param documents those that could be read, without empty ones
/// @param problems what was wrong until now; who reads the documents adds to it
public record YamlText(List<Node> documents, Problems problems) {
    public YamlText {
        documents = List.copyOf(documents);
    }

    /// Reads a file; one that can't be read is a problem too.
    public static YamlText read(Path path, FileKind kind) {
        String name = path.toString();
        try (InputStream content = Files.newInputStream(path)) {
            byte[] bytes = content.readNBytes(FileKind.LARGEST + 1);
            return bytes.length > FileKind.LARGEST ? refused(name, kind.tooLarge()) : of(name, bytes, kind);
        } catch (NoSuchFileException e) {
            return refused(name, "there is no such file; check the path");
        } catch (AccessDeniedException e) {
            return refused(name, "this file can't be read: permission denied; check its rights");
        } catch (IOException e) {
            return refused(name, "this file can't be read: " + e.getMessage());
        }
    }

    /// What a file of that name with these bytes says.
    public static YamlText of(String name, byte[] bytes, FileKind kind) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (!result.isError()) {
            return of(name, text, kind);
        }
        Problems problems = new Problems(new Source(name, withoutMark(text)));
        problems.add(
                Integer.MAX_VALUE,
                "the byte 0x%02X here isn't UTF-8; save the file as UTF-8 text".formatted(bytes[in.position()]));
        return new YamlText(List.of(), problems);
    }

    /// What a file of that name with this text says.
    public static YamlText of(String name, String text, FileKind kind) {
        if (text.length() > FileKind.LARGEST) {
            return refused(name, kind.tooLarge());
        }
        Source source = new Source(name, withoutMark(text));
        Problems problems = new Problems(source);
        if (!isText(source, kind, problems)) {
            return new YamlText(List.of(), problems);
        }
        List<Node> documents = YamlDocuments.of(source, kind, problems).stream()
                .filter(document -> !(document instanceof Node.Scalar scalar && scalar.nothing()))
                .toList();
        return new YamlText(documents, problems);
    }

    private static YamlText refused(String name, String message) {
        Problems problems = new Problems(new Source(name, ""));
        problems.add(0, message);
        return new YamlText(List.of(), problems);
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isText(Source source, FileKind kind, Problems problems) {
        int[] characters = source.text().codePoints().toArray();
        for (int at = 0; at < characters.length; at++) {
            if (!StreamReader.isPrintable(characters[at])) {
                problems.add(
                        at,
                        "the character U+%04X has no place in a %s file; is this text?"
                                .formatted(characters[at], kind.name()));
                return false;
            }
        }
        return true;
    }
}
