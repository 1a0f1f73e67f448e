package dev.regent.policy.yaml;

import dev.regent.oci.Text;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// What to do about text that isn't YAML.
final class SyntaxAdvice {

    private SyntaxAdvice() {}

    static String of(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        String context = e.getContext() == null ? "" : e.getContext();
        if (problem.contains("TAB")) {
            return "a tab can't indent YAML; use spaces";
        }
        if (context.contains("scanning an alias")) {
            return "`*` without quotes begins a YAML alias; put a glob in quotes, for example \"**\"";
        }
        if (problem.contains("unknown escape character") || problem.contains("expected escape sequence")) {
            return "in double quotes a backslash begins an escape, and this is none; write it twice (\"\\\\d\") or use"
                    + " single quotes ('\\d')";
        }
        return "this isn't YAML: " + Text.plain(problem) + (context.isEmpty() ? "" : " " + Text.plain(context))
                + "; check indentation, quotes, colons and brackets here and in the lines above";
    }
}
