package dev.regent.whole;

import dev.regent.oci.Digest;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealEngine;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.peer.Skopeo;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// CNCF Distribution, and a Swarm of one node that runs images from it.
record RealEstate(RealRegistry registry, RealEngine engine) implements AutoCloseable {

    /// @param world what is in the registry at first
    static RealEstate start(World world) throws IOException, InterruptedException {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        Peers.require(RealEngine.NAME, RealEngine.available());
        Peers.require(Skopeo.NAME, Skopeo.available());
        Path volume = Files.createDirectory(RealServer.folder().resolve("volume"));
        VolumeWriter.write(world, volume);
        RealEstate estate = new RealEstate(RealRegistry.start(volume), RealEngine.start());
        estate.engine().initSwarm();
        return estate;
    }

    /// As references name a repository.
    String image(String repository) {
        return registry.host() + "/" + repository;
    }

    Digest push(String repository, String tag) throws InterruptedException {
        String reference = image(repository) + ":" + tag;
        engine.make(reference, reference);
        return engine.push(reference);
    }

    void run(String container, String image) throws InterruptedException {
        engine.docker("run", "--detach", "--network", "none", "--name", container, image);
    }

    void service(String name, String image) throws InterruptedException {
        engine.docker(
                "service",
                "create",
                "--quiet",
                "--name",
                name,
                "--network",
                "host",
                "--stop-grace-period",
                "0s",
                "--update-monitor",
                "100ms",
                image);
    }

    void update(String service, String image) throws InterruptedException {
        engine.docker("service", "update", "--quiet", "--image", image, service);
    }

    /// Where tags point, by repository, of those whose name begins so.
    Map<String, Map<String, Digest>> tags(String beginning) throws IOException {
        Map<String, Map<String, Digest>> tags = new TreeMap<>();
        VolumeReader.read(registry.storage()).repositories().forEach((name, repository) -> {
            if (name.startsWith(beginning)) {
                tags.put(name, new TreeMap<>(repository.tags()));
            }
        });
        return tags;
    }

    /// All manifests, in the same way.
    Map<String, Set<Digest>> manifests(String beginning) throws IOException {
        Map<String, Set<Digest>> manifests = new TreeMap<>();
        VolumeReader.read(registry.storage()).repositories().forEach((name, repository) -> {
            if (name.startsWith(beginning)) {
                manifests.put(name, Set.copyOf(repository.manifests()));
            }
        });
        return manifests;
    }

    /// Fails unless every tag is there to the last byte of what it points at.
    void copyWhole(Map<String, Map<String, Digest>> tags) throws InterruptedException {
        for (Map.Entry<String, Map<String, Digest>> repository : tags.entrySet()) {
            for (String tag : repository.getValue().keySet()) {
                Skopeo.copyWhole(image(repository.getKey()) + ":" + tag);
            }
        }
    }

    @Override
    public void close() {
        engine.close();
        registry.close();
    }
}
