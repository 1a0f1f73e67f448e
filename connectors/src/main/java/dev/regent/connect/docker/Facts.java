package dev.regent.connect.docker;

import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.NodeImage;
import dev.regent.observe.Workload;
import dev.regent.oci.Digest;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an engine says besides what it uses.
final class Facts {

    private static final String NONE = "<none>";

    private Facts() {}

    /// @param environment named as the node where the engine doesn't name its host
    static EnvironmentFacts of(String environment, EngineReading.Result read) {
        String own = read.info().flatMap(EngineInfo::name).map(Text::plain).orElse(environment);
        List<NodeImage> images = read.images().stream()
                .map(image -> image(image, image.node().map(Text::plain).orElse(own)))
                .toList();
        return new EnvironmentFacts(workloads(read), List.of(), read.heardNodes(), images, List.of(), List.of());
    }

    /// What has a space or a hint. A service's own labels come before those of its containers.
    private static List<Workload> workloads(EngineReading.Result read) {
        Map<String, Labels> labels = new LinkedHashMap<>();
        read.services().forEach(service -> labels.merge(Uses.service(service.name()), service.labels(), Labels::and));
        read.containers().forEach(container -> labels.merge(Uses.workload(container), container.labels(), Labels::and));
        List<Workload> workloads = new ArrayList<>();
        labels.forEach((name, said) -> {
            if (said.space().isPresent() || !said.hints().isEmpty()) {
                workloads.add(new Workload(name, said.space(), said.hints()));
            }
        });
        return workloads;
    }

    private static NodeImage image(ImageItem image, String node) {
        List<String> names = new ArrayList<>();
        image.repoTags().stream().filter(name -> !name.startsWith(NONE)).forEach(name -> names.add(Text.plain(name)));
        image.repoDigests().stream()
                .filter(name -> !name.startsWith(NONE))
                .forEach(name -> names.add(Text.plain(name)));
        Set<Digest> digests = new HashSet<>();
        ImageName.id(image.id()).ifPresent(digests::add);
        image.digests().forEach(text -> ImageName.id(text).ifPresent(digests::add));
        image.repoDigests()
                .forEach(text ->
                        ImageName.id(text.substring(text.indexOf('@') + 1)).ifPresent(digests::add));
        return new NodeImage(node, names, digests, image.size());
    }
}
