package dev.regent.server.rest;

import dev.regent.observe.OfferedRegistry;
import dev.regent.oci.ImageReference;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An offered registry as an entry under `registries:`. Names there are the far side's: nothing
/// of them gets into the file but letters, digits and hyphens.
final class OfferedYaml {

    private static final int LONGEST_NAME = 40;
    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?");
    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private OfferedYaml() {}

    /// Empty if its host is none.
    ///
    /// @param environment the configured one that knows it
    /// @param taken names of registries that are configured
    static Optional<String> of(OfferedRegistry registry, String environment, Set<String> taken) {
        String[] parts = registry.host().toLowerCase(Locale.ROOT).split("/", 2);
        String path = parts.length > 1 ? parts[1].replaceFirst("/+$", "") : "";
        if (!HOST.matcher(parts[0]).matches() || !(path.isEmpty() || ImageReference.isRepository(path))) {
            return Optional.empty();
        }
        String name = name(registry.name(), taken);
        String host = DOCKER_HUB.contains(parts[0]) ? "registry-1.docker.io" : parts[0];
        StringBuilder yaml = new StringBuilder()
                .append("  - name: ")
                .append(name)
                .append("\n    url: https://")
                .append(host)
                .append('\n');
        if (!path.isEmpty()) {
            yaml.append("    repositories: [\"").append(path).append("/**\"]\n");
        }
        if (registry.authenticated()) {
            yaml.append("    credentials: {usernameFile: /run/secrets/")
                    .append(name)
                    .append("-user, passwordFile: /run/secrets/")
                    .append(name)
                    .append("-password}\n");
        }
        return Optional.of(yaml.append("    environments: [")
                .append(environment)
                .append("]\n")
                .toString());
    }

    private static String name(String told, Set<String> taken) {
        String plain =
                told.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String start = plain.isEmpty() ? "registry" : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
        String name = start;
        for (int number = 2; taken.contains(name); number++) {
            name = start + "-" + number;
        }
        return name;
    }
}
