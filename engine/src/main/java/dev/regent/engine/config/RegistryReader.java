package dev.regent.engine.config;

import dev.regent.oci.Text;
import dev.regent.policy.Glob;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Source;
import dev.regent.policy.yaml.Spelling;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the items of `registries`.
final class RegistryReader {

    private static final List<String> KEYS = List.of(
            "name",
            "url",
            "storage",
            "aliases",
            "role",
            "credentials",
            "environments",
            "environmentsComplete",
            "grace",
            "repositories",
            "caFile",
            "insecure",
            "tokenRealms",
            "every");
    private static final String NONE = "{none: why no environment uses it}";

    private final Reading reading;
    private final Set<String> environments;
    private final Taken names;
    private final Map<String, Source.Place> hosts = new HashMap<>();

    /// @param environments the names of those that there are
    RegistryReader(Reading reading, Set<String> environments) {
        this.reading = reading;
        this.environments = environments;
        this.names = new Taken("a registry", reading.problems());
    }

    Optional<RegistryConfig> read(Node node) {
        Optional<Mapping> mapping =
                Mapping.of(SecretKeys.refused(node, reading.problems()), "a registry", KEYS, reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping registry = mapping.get();
        Optional<String> name = names.name(registry, "main");
        Optional<URI> url = url(registry);
        List<String> aliases = aliases(registry, url);
        RegistryCredentials credentials = registry.value("credentials")
                .flatMap(new CredentialsReader(reading)::read)
                .orElse(new RegistryCredentials.None());
        RegistryEnvironments used =
                registry.value("environments").flatMap(this::environments).orElse(new RegistryEnvironments.Unsaid());
        RegistryConfig config = built(registry, name.orElse("-"), url, aliases, credentials, used);
        return reading.failed() || name.isEmpty() || url.isEmpty() ? Optional.empty() : Optional.of(config);
    }

    private RegistryConfig built(
            Mapping registry,
            String name,
            Optional<URI> url,
            List<String> aliases,
            RegistryCredentials credentials,
            RegistryEnvironments used) {
        return new RegistryConfig(
                name,
                url.orElse(URI.create("http://invalid")),
                reading.path(registry, "storage"),
                aliases,
                role(registry),
                credentials,
                used,
                complete(registry, used),
                reading.grace(registry),
                registry.value("repositories").flatMap(this::repositories).orElse(RegistryConfig.ALL),
                reading.path(registry, "caFile"),
                reading.flag(registry, "insecure", false),
                realms(registry, reading),
                reading.duration(registry, "every", "10s", "7d").orElse(RegistryConfig.EVERY));
    }

    private Optional<URI> url(Mapping registry) {
        Optional<Node> node = registry.required("url", "url: https://registry.example");
        Optional<URI> url = node.flatMap(it -> reading.values().parsed(it, "url", "an address", Addresses::registry));
        if (node.isPresent() && url.isPresent()) {
            claim(RegistryConfig.hosts(url.get()), node.get().at(), "url");
        }
        return url;
    }

    private List<String> aliases(Mapping registry, Optional<URI> url) {
        Set<String> own = new HashSet<>(url.map(RegistryConfig::hosts).orElse(Set.of()));
        Optional<Node> node = registry.value("aliases");
        if (node.isPresent() && !(node.get() instanceof Node.Items)) {
            reading.wanted(node.get(), "aliases", "a list in brackets: [registry.internal:5000]");
        }
        List<String> aliases = new ArrayList<>();
        if (node.isPresent() && node.get() instanceof Node.Items items) {
            for (Node each : items.nodes()) {
                reading.values()
                        .parsed(each, "aliases", "a name that references use", Addresses::alias)
                        .filter(own::add)
                        .ifPresent(alias -> {
                            claim(Set.of(alias), each.at(), "aliases");
                            aliases.add(alias);
                        });
            }
        }
        return aliases;
    }

    private void claim(Set<String> claimed, int at, String key) {
        Source.Place here = reading.problems().place(at);
        claimed.stream().filter(hosts::containsKey).sorted().findFirst().ifPresent(host -> {
            int line = hosts.getOrDefault(host, here).line();
            reading.problems()
                    .add(
                            at,
                            "`" + key + "`: " + host + " is a name of another registry, said in line " + line
                                    + "; a reference must lead to one registry: take one of them out");
        });
        claimed.forEach(host -> hosts.putIfAbsent(host, here));
    }

    private RegistryRole role(Mapping registry) {
        return registry.value("role")
                .flatMap(node -> reading.values().oneOf(node, "role", List.of("primary", "mirror", "cache")))
                .map(word -> RegistryRole.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(RegistryRole.PRIMARY);
    }

    private Optional<List<Glob>> repositories(Node node) {
        return reading.values()
                .some(node, "repositories", "a glob for repositories", Glob::parse, "leave it out for all")
                .filter(globs -> !globs.isEmpty());
    }

    static Set<String> realms(Mapping in, Reading reading) {
        return in.value("tokenRealms")
                .flatMap(node -> reading.values().list(node, "tokenRealms", "a host", Addresses::realm))
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    private boolean complete(Mapping registry, RegistryEnvironments used) {
        boolean complete = reading.flag(registry, "environmentsComplete", false);
        if (complete && used instanceof RegistryEnvironments.Unsaid) {
            if (registry.value("environments").isEmpty()) {
                registry.keyAt("environmentsComplete")
                        .ifPresent(at -> reading.problems()
                                .add(
                                        at,
                                        "`environmentsComplete` says that `environments` are all, and there are none"
                                                + " said; name them, or write `environments: " + NONE + "`"));
            }
            return false;
        }
        return complete;
    }

    private Optional<RegistryEnvironments> environments(Node node) {
        return switch (node) {
            case Node.Items items -> named(items);
            case Node.Fields _ ->
                Mapping.of(node, "`environments`", List.of("none"), reading.problems())
                        .flatMap(it -> it.required("none", "none: why no environment uses it"))
                        .flatMap(it -> reading.words(it, "none", "the reason why no environment uses this registry"))
                        .map(RegistryEnvironments.None::new);
            case Node.Scalar _, Node.Refused _ -> {
                reading.problems().wanted(node, "`environments`", "names in brackets, or " + NONE);
                yield Optional.empty();
            }
        };
    }

    private Optional<RegistryEnvironments> named(Node.Items items) {
        if (items.nodes().isEmpty()) {
            reading.problems()
                    .add(items.at(), "`environments` is empty; name those that use this registry, or write " + NONE);
        }
        List<String> named = new ArrayList<>();
        for (Node each : items.nodes()) {
            Optional<String> name = reading.values().text(each, "environments", "the name of an environment");
            if (name.isPresent() && !environments.contains(name.get())) {
                reading.problems().add(each.at(), unknown(name.get()));
            } else if (name.isPresent() && named.contains(name.get())) {
                reading.problems().add(each.at(), "`" + name.get() + "` stands twice in `environments`; keep one");
            } else {
                name.ifPresent(named::add);
            }
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(new RegistryEnvironments.Named(named));
    }

    private String unknown(String name) {
        List<String> known = environments.stream().sorted().toList();
        return "there is no environment " + Text.quoted(name)
                + Spelling.nearest(name, known)
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElse(";")
                + (known.isEmpty()
                        ? " add it under `environments` of the file"
                        : " the file has: " + String.join(", ", known));
    }
}
