package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;

/// Policy files: YAML, one or more documents in a file.
public final class PolicyFiles {

    /// Bytes of a file.
    static final int LARGEST = 1 << 20;

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
