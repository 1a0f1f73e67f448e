package dev.regent.connect.docker;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Text;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what one Docker engine, or a Swarm, runs and wants. It holds nothing open between two looks but what
/// listens for changes.
public final class DockerEnvironment implements EnvironmentSource {

    private static final String KIND = "docker";

    private final String name;
    private final EngineAddress address;
    private final HttpSettings settings;
    private final String sshProgram;
    private final Set<String> keys;

    private DockerEnvironment(
            String name, EngineAddress address, HttpSettings settings, String sshProgram, Set<String> keys) {
        this.name = name;
        this.address = address;
        this.settings = settings;
        this.sshProgram = sshProgram;
        this.keys = keys;
    }

    /// The engine that `passage` leads to. Its path, its headers and what passes the calls on are
    /// trusted to lead to one engine, or to one Swarm.
    ///
    /// @param name of the environment
    /// @param agents whether Portainer's agents are behind it, which lead to every node of a Swarm
    /// @throws IllegalArgumentException if a file that `settings` name can't be read
    public static DockerEnvironment through(String name, Passage passage, HttpSettings settings, boolean agents) {
        new Http(settings, Optional.empty()).close();
        return new DockerEnvironment(
                name, new EngineAddress.Through(passage, agents), settings, "ssh", Labels.CUSTOMARY);
    }

    /// The same, taking the labels with these keys too as hints of owner, team or tier. No label with
    /// another key is read: labels hold secrets.
    public DockerEnvironment withHintLabels(Set<String> others) {
        return new DockerEnvironment(name, address, settings, sshProgram, Labels.customaryAnd(others));
    }

    /// The engine at `address`: `unix:///path`, `tcp://host[:port]` without TLS,
    /// `https://host[:port]` with TLS, or `ssh://[user@]host[:port][/path]` through the system's
    /// `ssh`.
    ///
    /// @param name of the environment
    /// @throws IllegalArgumentException if the address is none of these, or a file that `settings`
    ///     name can't be read
    public static DockerEnvironment at(String name, URI address, HttpSettings settings) {
        return at(name, address, settings, Optional.empty());
    }

    /// The same, with the folder that `DOCKER_CERT_PATH` names: `tcp://` means TLS then, the
    /// engine's certificate is checked against `ca.pem` too if it is there, and `cert.pem` and
    /// `key.pem` are shown to the engine if they are there. Addresses that can't have TLS leave the
    /// folder alone, as Docker's own client does.
    ///
    /// @param certificates holds at least one of the three files
    /// @throws IllegalArgumentException if the address is none of these, or a file is missing or
    ///     can't be read
    public static DockerEnvironment at(String name, URI address, HttpSettings settings, Optional<Path> certificates) {
        return at(name, address, settings, certificates, "ssh");
    }

    static DockerEnvironment at(
            String name, URI address, HttpSettings settings, Optional<Path> certificates, String sshProgram) {
        EngineAddress engine = EngineAddress.of(address, certificates.isPresent());
        boolean overTls = engine instanceof EngineAddress.Tcp(var base, var _)
                && base.getScheme().equals("https");
        HttpSettings used = overTls && certificates.isPresent()
                ? settings.withCertificates(certificates.get(), "TLS with an engine")
                : settings;
        // Files that can't be read are found now, not at the first look.
        new Http(used, Optional.empty()).close();
        return new DockerEnvironment(name, engine, used, sshProgram, Labels.CUSTOMARY);
    }

    @Override
    public EnvironmentObservation observe(Progress progress) throws InterruptedException {
        try (EngineConnection connection = EngineConnection.open(address, settings, sshProgram)) {
            try {
                boolean agents = address instanceof EngineAddress.Through(var _, var theirs) && theirs;
                EngineReading.Subject subject = new EngineReading.Subject(name, address.toString(), agents, keys);
                return observed(EngineReading.read(connection.api(), subject, progress), connection.requests());
            } catch (ConnectorException e) {
                String detail = Sentences.failed(Call.PING, address.toString(), e.fault());
                return unheard(detail + connection.afterword(), connection.requests());
            }
        } catch (ConnectorException e) {
            return unheard(Sentences.failed(Call.PING, address.toString(), e.fault()), 0);
        } catch (IllegalArgumentException e) {
            // Files for TLS that could be read when this was made, and can't any more.
            return unheard("reach " + address + ": " + Text.plain(String.valueOf(e.getMessage())), 0);
        }
    }

    @Override
    public Optional<ChangeFeed> changes() throws InterruptedException {
        return Optional.of(DockerChanges.of(address, settings, sshProgram));
    }

    private EnvironmentObservation observed(EngineReading.Result read, long requests) {
        List<String> gaps = new ArrayList<>(read.gaps());
        List<Use> uses = Uses.of(name, address.toString(), read, gaps);
        boolean workloads = read.heard().contains(Call.CONTAINERS)
                || read.heard().contains(Call.SERVICES)
                || read.heard().contains(Call.TASKS)
                || !uses.isEmpty();
        Heard heard = gaps.isEmpty() ? Heard.YES : workloads ? Heard.PARTLY : Heard.NO;
        String detail = gaps.isEmpty() ? summary(read) : Sentences.joined(gaps);
        return new EnvironmentObservation(
                name, KIND, heard, detail, uses, requests, read.info().flatMap(EngineInfo::id), Facts.of(name, read));
    }

    private EnvironmentObservation unheard(String detail, long requests) {
        return new EnvironmentObservation(name, KIND, Heard.NO, detail, List.of(), requests);
    }

    private static String summary(EngineReading.Result read) {
        boolean swarm = read.heard().contains(Call.SERVICES);
        boolean everywhere = read.heardNodes().size() > 1;
        return read.engine() + ": " + read.containers().size() + " containers, "
                + (swarm ? read.services().size() + " services, " + read.tasks().size() + " tasks, " : "no Swarm, ")
                + read.images().size() + " local images"
                + (everywhere ? " on " + read.heardNodes().size() + " nodes" : otherNodes(read));
    }

    private static String otherNodes(EngineReading.Result read) {
        return read.info().map(EngineInfo::swarm).orElse(new EngineInfo.Swarm.Outside())
                        instanceof EngineInfo.Swarm.Manager(int number)
                ? NodeSentences.others(number, read.nodes())
                : "";
    }
}
