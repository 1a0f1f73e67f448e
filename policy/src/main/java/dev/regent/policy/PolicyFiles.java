package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Policy files: YAML, one or more documents in a file.
public final class PolicyFiles {

    private PolicyFiles() {}

    /// The policies of all files, in the order of `files` and of the documents in them.
    ///
    /// @param files files, and directories whose `*.yaml` and `*.yml` are read in the order of
    ///     their names (neither those in directories below nor those whose name begins with a dot)
    /// @throws PolicyException with every problem of every file, if there is any
    public static List<RetentionPolicy> read(List<Path> files) throws PolicyException {
        PolicyReading reading = new PolicyReading();
        files.forEach(reading::path);
        return reading.policies();
    }

    /// The files that [#read(List)] would read now, in that order.
    ///
    /// @param files as there; what is no directory stands for itself, whether it exists or not
    /// @throws IOException if a directory can't be listed
    public static List<Path> listed(List<Path> files) throws IOException {
        List<Path> listed = new ArrayList<>();
        for (Path file : files) {
            listed.addAll(Files.isDirectory(file) ? PolicyReading.listed(file) : List.of(file));
        }
        return List.copyOf(listed);
    }

    /// The policies in one text.
    ///
    /// @param name stands for the file in problems
    /// @throws PolicyException with every problem, if there is any
    public static List<RetentionPolicy> parse(String name, String text) throws PolicyException {
        PolicyReading reading = new PolicyReading();
        reading.text(name, text);
        return reading.policies();
    }
}
