package dev.regent.cli.remote;

import dev.regent.policy.PolicyException;
import dev.regent.policy.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Policy files that are sent to the server.
record PolicyTexts(List<Path> files) {

    private static final String DIVIDER = "---\n";

    /// All of them as one text of several documents, read here first so that a problem names its file and line.
    ///
    /// @throws PolicyException with every problem of every file
    String joined() throws PolicyException {
        PolicyFiles.read(files);
        StringBuilder joined = new StringBuilder();
        try {
            for (Path file : PolicyFiles.listed(files)) {
                String text = Files.readString(file).replaceFirst("^\\uFEFF", "");
                joined.append(joined.isEmpty() || beginsADocument(text) ? "" : DIVIDER)
                        .append(text)
                        .append(text.endsWith("\n") ? "" : "\n");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a policy can't be read any more: " + e.getMessage(), e);
        }
        return joined.toString();
    }

    private static boolean beginsADocument(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> line.startsWith("---") || line.startsWith("%"))
                .isPresent();
    }
}
