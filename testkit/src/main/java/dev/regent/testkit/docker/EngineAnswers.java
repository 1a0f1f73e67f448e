package dev.regent.testkit.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import java.util.Optional;

/// An engine's answers, field by field as Docker 20.10.24 gives them, and with what API 1.51
/// changed.
final class EngineAnswers {

    private static final ObjectMapper JSON = new JsonMapper();
    private static final String TIME = "2026-11-20T16:45:12.026470383Z";
    private static final long SECONDS = 1_795_193_112;

    private final EngineWorld world;

    EngineAnswers(EngineWorld world) {
        this.world = world;
    }

    ObjectNode version() {
        ObjectNode node = parsed("""
                {"Platform":{"Name":""},"Components":[],"GitCommit":"5d6db84","GoVersion":"go1.19.8","Os":"linux",
                 "Arch":"amd64","KernelVersion":"6.1.0","BuildTime":"2026-05-07T21:09:36.000000000+00:00"}""");
        node.put("Version", world.store().version());
        node.put("ApiVersion", world.store().newestApi());
        return node.put("MinAPIVersion", world.store().oldestApi());
    }

    ObjectNode info() {
        ObjectNode node = parsed("""
                {"ID":"KXNG:CNNO","Driver":"vfs","DriverStatus":null,"Plugins":{"Volume":["local"],"Network":["host"],
                 "Authorization":null,"Log":["json-file"]},"MemoryLimit":true,"SwapLimit":true,"CpuCfsPeriod":true,
                 "CpuCfsQuota":true,"CPUShares":true,"CPUSet":true,"PidsLimit":true,"IPv4Forwarding":true,
                 "Debug":false,"NFd":52,"OomKillDisable":true,"NGoroutines":172,"LoggingDriver":"json-file",
                 "CgroupDriver":"cgroupfs","CgroupVersion":"1","NEventsListener":1,"KernelVersion":"6.1.0",
                 "OperatingSystem":"Debian GNU/Linux 12 (bookworm)","OSVersion":"12","OSType":"linux",
                 "Architecture":"x86_64","IndexServerAddress":"https://index.docker.io/v1/",
                 "RegistryConfig":{"InsecureRegistryCIDRs":["127.0.0.0/8"],"IndexConfigs":{},"Mirrors":[]},
                 "NCPU":2,"MemTotal":25276514304,"GenericResources":null,"DockerRootDir":"/var/lib/docker",
                 "HttpProxy":"","HttpsProxy":"","NoProxy":"","Name":"host1","Labels":[],"ExperimentalBuild":false,
                 "Runtimes":{"runc":{"path":"runc"}},"DefaultRuntime":"runc","LiveRestoreEnabled":false,
                 "Isolation":"","InitBinary":"docker-init","SecurityOptions":["name=seccomp,profile=default"],
                 "Warnings":null}""");
        node.put("ServerVersion", world.store().version()).put("SystemTime", TIME);
        node.put("Containers", world.containers().size());
        node.put("ContainersRunning", count("running"));
        node.put("ContainersPaused", count("paused"));
        node.put("ContainersStopped", world.containers().size() - count("running") - count("paused"));
        node.put("Images", world.images().size());
        node.set("Swarm", swarm());
        return node;
    }

    private ObjectNode swarm() {
        ObjectNode swarm = JSON.createObjectNode();
        boolean member = world.swarm() != EngineWorld.Swarm.OUTSIDE;
        swarm.put("NodeID", member ? EngineWorld.id("node host1") : "");
        swarm.put("NodeAddr", member ? "127.0.0.1" : "");
        swarm.put("LocalNodeState", world.swarm().state());
        swarm.put("ControlAvailable", world.swarm().control());
        swarm.put("Error", world.swarm() == EngineWorld.Swarm.ERROR ? "certificate expired" : "");
        swarm.putNull("RemoteManagers");
        if (world.swarm().control()) {
            swarm.put("Nodes", world.nodes().size()).put("Managers", 1);
        }
        return swarm;
    }

    private int count(String state) {
        return (int) world.containers().stream()
                .filter(container -> container.state().equals(state))
                .count();
    }

    ArrayNode containers() {
        ArrayNode list = JSON.createArrayNode();
        world.containers().forEach(container -> list.add(container(container)));
        return list;
    }

    private ObjectNode container(EngineWorld.Container container) {
        ObjectNode node = JSON.createObjectNode().put("Id", container.id());
        node.putArray("Names").add("/" + container.name());
        node.put("Image", world.shownImage(container));
        node.put("ImageID", container.held().id(world.store()).value());
        node.put("Command", "/bin/sleep 3600").put("Created", SECONDS);
        node.putArray("Ports");
        container.labels().forEach(node.putObject("Labels")::put);
        node.put("State", container.state());
        node.put("Status", container.state().equals("running") ? "Up 15 seconds" : "Exited (0) 2 days ago");
        node.putObject("HostConfig").put("NetworkMode", "host");
        node.putObject("NetworkSettings").putObject("Networks");
        ArrayNode mounts = node.putArray("Mounts");
        container
                .mounted()
                .forEach(image -> mounts.addObject()
                        .put("Type", "image")
                        .put("Name", image)
                        .put("Source", "/var/lib/docker/rootfs/overlayfs/" + container.id())
                        .put("Destination", "/mounted")
                        .put("Mode", "")
                        .put("RW", false)
                        .put("Propagation", ""));
        if (containerd()) {
            node.set("ImageManifestDescriptor", descriptor(container.held().manifest()));
        }
        return node;
    }

    /// @param manifests whether children were asked for, which API 1.47 brought
    ArrayNode images(boolean manifests) {
        ArrayNode list = JSON.createArrayNode();
        world.images().forEach(image -> list.add(image(image, manifests)));
        return list;
    }

    private ObjectNode image(EngineWorld.Held image, boolean manifests) {
        ObjectNode node = JSON.createObjectNode().put("Containers", containerd() ? 1 : -1);
        node.put("Created", SECONDS).put("Id", image.id(world.store()).value());
        node.putNull("Labels").put("ParentId", "");
        ArrayNode digests = node.putArray("RepoDigests");
        image.names().forEach(name -> digests.add(name + "@" + image.target()));
        if (image.tags().isEmpty() && !containerd()) {
            node.putNull("RepoTags");
        } else {
            ArrayNode tags = node.putArray("RepoTags");
            image.tags().forEach(tags::add);
        }
        node.put("SharedSize", -1).put("Size", 1_982_262);
        if (!containerd()) {
            return node.put("VirtualSize", 1_982_262);
        }
        node.set("Descriptor", descriptor(image.target()));
        if (manifests) {
            ObjectNode child = node.putArray("Manifests")
                    .addObject()
                    .put("ID", image.manifest().value());
            child.set("Descriptor", descriptor(image.manifest()));
            child.put("Available", true).put("Kind", "image");
            child.putObject("Size").put("Content", 1_982_262).put("Total", 1_982_262);
        }
        return node;
    }

    ArrayNode services() {
        ArrayNode list = JSON.createArrayNode();
        for (EngineWorld.Service service : world.services()) {
            ObjectNode node = list.addObject().put("ID", service.id());
            node.putObject("Version").put("Index", 46);
            node.put("CreatedAt", TIME).put("UpdatedAt", TIME);
            node.set("Spec", spec(service, service.image()));
            service.previous().ifPresent(image -> node.set("PreviousSpec", spec(service, image)));
            node.putObject("Endpoint").putObject("Spec").put("Mode", "vip");
        }
        return list;
    }

    private static ObjectNode spec(EngineWorld.Service service, String image) {
        ObjectNode spec = JSON.createObjectNode().put("Name", service.name());
        service.labels().forEach(spec.putObject("Labels")::put);
        ObjectNode template = spec.putObject("TaskTemplate");
        template.set("ContainerSpec", containerSpec(image));
        template.putObject("Resources");
        template.putObject("Placement");
        template.put("ForceUpdate", 0).put("Runtime", "container");
        if (service.job()) {
            spec.putObject("Mode")
                    .putObject("ReplicatedJob")
                    .put("MaxConcurrent", 1)
                    .put("TotalCompletions", 1);
        } else {
            spec.putObject("Mode").putObject("Replicated").put("Replicas", 1);
        }
        spec.putObject("EndpointSpec").put("Mode", "vip");
        return spec;
    }

    ArrayNode tasks() {
        ArrayNode list = JSON.createArrayNode();
        for (EngineWorld.Task task : world.tasks()) {
            ObjectNode node = list.addObject().put("ID", task.id());
            node.putObject("Version").put("Index", 52);
            node.put("CreatedAt", TIME).put("UpdatedAt", TIME);
            node.putObject("Labels");
            ObjectNode spec = node.putObject("Spec");
            spec.set("ContainerSpec", containerSpec(task.image()));
            spec.putObject("Resources");
            spec.putObject("Placement");
            spec.put("ForceUpdate", 0);
            node.put("ServiceID", task.serviceId()).put("Slot", task.slot());
            node.put("NodeID", world.nodes().getLast().id());
            ObjectNode status = node.putObject("Status").put("Timestamp", TIME).put("State", task.state());
            status.put("Message", "started").putObject("ContainerStatus").put("ContainerID", "");
            status.putObject("PortStatus");
            node.put("DesiredState", task.desired());
        }
        return list;
    }

    private static ObjectNode containerSpec(String image) {
        ObjectNode spec = JSON.createObjectNode().put("Image", image).put("Init", false);
        spec.putObject("DNSConfig");
        return spec.put("Isolation", "default");
    }

    ArrayNode nodes() {
        ArrayNode list = JSON.createArrayNode();
        for (EngineWorld.Node known : world.nodes()) {
            ObjectNode node = list.addObject().put("ID", known.id());
            node.putObject("Version").put("Index", 9);
            node.put("CreatedAt", TIME).put("UpdatedAt", TIME);
            ObjectNode spec = node.putObject("Spec");
            spec.putObject("Labels");
            spec.put("Role", known.role()).put("Availability", known.availability());
            node.putObject("Description").put("Hostname", known.hostname());
            node.putObject("Status").put("State", known.state()).put("Addr", "127.0.0.1");
            if (known.role().equals("manager")) {
                node.putObject("ManagerStatus").put("Leader", true).put("Reachability", "reachable");
            }
        }
        return list;
    }

    static String error(String message) {
        return JSON.createObjectNode().put("message", message).toString();
    }

    private boolean containerd() {
        return switch (world.store()) {
            case CLASSIC -> false;
            case CONTAINERD -> true;
        };
    }

    private static ObjectNode descriptor(Digest digest) {
        return JSON.createObjectNode()
                .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
                .put("digest", digest.value())
                .put("size", 1234);
    }

    private static ObjectNode parsed(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, ObjectNode.class)).orElseThrow();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a template is no JSON", e);
        }
    }
}
