package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.reader.StreamReader;

/// One reading of several files: what they say and what is wrong with them.
final class PolicyReading {

    private static final String TOO_LARGE =
            "a policy file has at most " + PolicyFiles.LARGEST + " bytes; divide it into several";

    private final Names names = new Names();
    private final List<RetentionPolicy> policies = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /// What was read.
    ///
    /// @throws PolicyException if anything was wrong
    List<RetentionPolicy> policies() throws PolicyException {
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return List.copyOf(policies);
    }

    void path(Path path) {
        if (!Files.isDirectory(path)) {
            file(path);
            return;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, PolicyReading::isPolicyFile)) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            whole(path, "this directory can't be read (" + e.getMessage() + "); check its rights");
            return;
        }
        if (files.isEmpty()) {
            whole(path, "this directory has no policy: no file in it ends in .yaml or .yml");
        }
        files.stream().sorted().forEach(this::file);
    }

    /// A link that leads nowhere counts: a policy that is missing must not be missed.
    private static boolean isPolicyFile(Path path) {
        String name = String.valueOf(path.getFileName());
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".") && !Files.isDirectory(path);
    }

    private void file(Path path) {
        try (InputStream content = Files.newInputStream(path)) {
            byte[] bytes = content.readNBytes(PolicyFiles.LARGEST + 1);
            if (bytes.length > PolicyFiles.LARGEST) {
                whole(path, TOO_LARGE);
            } else {
                bytes(path.toString(), bytes);
            }
        } catch (NoSuchFileException e) {
            whole(path, "there is no such file; check the path");
        } catch (AccessDeniedException e) {
            whole(path, "this file can't be read: permission denied; check its rights");
        } catch (IOException e) {
            whole(path, "this file can't be read: " + e.getMessage());
        }
    }

    private void whole(Path path, String message) {
        problems.add(new Problem(path.toString(), 1, 1, message));
    }

    void bytes(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            String before = withoutMark(text);
            problems.add(new Source(name, before)
                    .place(Integer.MAX_VALUE)
                    .problem("the byte 0x%02X here isn't UTF-8; save the file as UTF-8 text"
                            .formatted(bytes[in.position()])));
        } else {
            text(name, text);
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    void text(String name, String text) {
        if (text.length() > PolicyFiles.LARGEST) {
            problems.add(new Problem(name, 1, 1, TOO_LARGE));
            return;
        }
        Source source = new Source(name, withoutMark(text));
        Problems found = new Problems(source);
        if (isText(source, found)) {
            documents(source, found);
        }
        problems.addAll(found.sorted());
    }

    private static boolean isText(Source source, Problems found) {
        int[] characters = source.text().codePoints().toArray();
        for (int at = 0; at < characters.length; at++) {
            if (!StreamReader.isPrintable(characters[at])) {
                found.add(
                        at,
                        "the character U+%04X has no place in a policy file; is this text?".formatted(characters[at]));
                return false;
            }
        }
        return true;
    }

    private void documents(Source source, Problems found) {
        List<Node> documents = YamlDocuments.of(source, found).stream()
                .filter(document -> !(document instanceof Node.Scalar scalar && scalar.nothing()))
                .toList();
        if (documents.isEmpty() && found.count() == 0) {
            found.add(0, "there is no policy in this file; it begins with `apiVersion: regent.dev/v1`");
        }
        PolicyReader reader = new PolicyReader(found, names);
        documents.forEach(document -> reader.read(document).ifPresent(policies::add));
    }
}
