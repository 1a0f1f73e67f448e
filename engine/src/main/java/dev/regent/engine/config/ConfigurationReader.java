package dev.regent.engine.config;

import dev.regent.analyse.ownership.Ownership;
import dev.regent.oci.Text;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the document.
final class ConfigurationReader {

    private static final List<String> KEYS = List.of(
            "registries",
            "environments",
            "policies",
            "pins",
            "grace",
            "approval",
            "limits",
            "undo",
            "tokenRealms",
            "timeout",
            "ownership",
            "approvedRegistries");
    private static final Pattern SHARE = Pattern.compile("[01]|0?\\.[0-9]{1,9}|1\\.0{1,9}|0\\.[0-9]{1,9}");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,18})(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");
    private static final Map<String, Long> UNITS = Map.of(
            "B", 1L,
            "kB", 1_000L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30,
            "TiB", 1L << 40);

    private final Reading reading;

    ConfigurationReader(Reading reading) {
        this.reading = reading;
    }

    /// Empty if anything is wrong with it.
    Optional<Configuration> read(Node document) {
        Optional<Mapping> mapping = Mapping.of(
                SecretKeys.refused(document, reading.problems()), "the configuration", KEYS, reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Configuration configuration = read(mapping.get());
        return reading.failed() ? Optional.empty() : Optional.of(configuration);
    }

    /// What is wrong is left out, or the usual.
    private Configuration read(Mapping root) {
        EnvironmentReader environments = new EnvironmentReader(reading);
        // Before registries, which name them.
        List<EnvironmentConfig> there =
                reading.each(root.value("environments"), "environments", "environments", environments::read);
        RegistryReader registries = new RegistryReader(reading, environments.names());
        return new Configuration(
                reading.each(root.value("registries"), "registries", "registries", registries::read),
                there,
                root.value("policies").flatMap(this::policies).orElse(List.of()),
                reading.each(root.value("pins"), "pins", "pins", new PinReader(reading)::read),
                reading.grace(root).orElse(Configuration.GRACE),
                root.value("approval").flatMap(this::approval).orElse(Approval.USUAL),
                root.value("limits").flatMap(this::limits).orElse(Limits.USUAL),
                root.value("undo").flatMap(this::undo).orElse(UndoRetention.USUAL),
                RegistryReader.realms(root, reading),
                reading.duration(root, "timeout", "1s", "10m").orElse(Configuration.TIMEOUT),
                root.value("ownership")
                        .flatMap(new OwnershipReader(reading)::read)
                        .orElse(Ownership.USUAL),
                root.value("approvedRegistries").flatMap(this::hosts).orElse(Set.of()),
                warnings());
    }

    private Optional<Set<String>> hosts(Node node) {
        return reading.values()
                .list(node, "approvedRegistries", "a host", Addresses::alias)
                .map(Set::copyOf);
    }

    private List<Warning> warnings() {
        return reading.warnings().stream()
                .sorted(Comparator.comparingInt((Warning it) -> it.problem().line())
                        .thenComparingInt(it -> it.problem().column()))
                .toList();
    }

    private Optional<List<Path>> policies(Node node) {
        return reading.values().list(node, "policies", "a file or folder", this::policy);
    }

    private Path policy(String text) {
        Path path = reading.path(text);
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("there is no such file or folder: " + Text.plain(path.toString())
                    + "; a path is relative to the folder of this configuration");
        }
        return path;
    }

    private Optional<Approval> approval(Node node) {
        return Mapping.of(node, "`approval`", List.of("distinctApprover"), reading.problems())
                .map(it -> new Approval(reading.flag(it, "distinctApprover", Approval.USUAL.distinctApprover())));
    }

    private Optional<Limits> limits(Node node) {
        return Mapping.of(node, "`limits`", List.of("largePlan", "stopAfterFailures"), reading.problems())
                .map(it -> new Limits(
                        it.value("largePlan").flatMap(this::largePlan).orElse(Limits.USUAL.largePlan()),
                        reading.count(it, "stopAfterFailures", Limits.USUAL.stopAfterFailures())));
    }

    private Optional<Limits.LargePlan> largePlan(Node node) {
        Limits.LargePlan usual = Limits.USUAL.largePlan();
        return Mapping.of(node, "`largePlan`", List.of("share", "manifests"), reading.problems())
                .map(it -> new Limits.LargePlan(
                        it.value("share").flatMap(this::share).orElse(usual.share()),
                        reading.count(it, "manifests", usual.manifests())));
    }

    private Optional<Double> share(Node node) {
        if (node instanceof Node.Scalar scalar
                && scalar.plain()
                && SHARE.matcher(scalar.text()).matches()) {
            double share = Double.parseDouble(scalar.text());
            if (share > 0) {
                return Optional.of(share);
            }
        }
        reading.problems()
                .wanted(node, "`share`", "a number more than 0 and at most 1, without quotes, for example 0.2");
        return Optional.empty();
    }

    private Optional<UndoRetention> undo(Node node) {
        return Mapping.of(node, "`undo`", List.of("keep", "bytes"), reading.problems())
                .map(it -> new UndoRetention(
                        reading.duration(it, "keep", "1h", "3650d").orElse(UndoRetention.USUAL.keep()),
                        it.value("bytes")
                                .flatMap(bytes -> reading.values()
                                        .parsed(bytes, "bytes", "a size, for example 1GiB", ConfigurationReader::bytes))
                                .orElse(UndoRetention.USUAL.bytes())));
    }

    private static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (matcher.matches()) {
            long unit = matcher.group(2) == null ? 1 : UNITS.getOrDefault(matcher.group(2), 1L);
            BigInteger bytes = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
            if (bytes.signum() > 0 && bytes.bitLength() < Long.SIZE) {
                return bytes.longValueExact();
            }
        }
        throw new IllegalArgumentException(
                "a size is a whole number, more than 0, and KiB, MiB, GiB, TiB, kB, MB, GB or"
                        + " TB, for example 1GiB; got " + Text.quoted(text));
    }
}
