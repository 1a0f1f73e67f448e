package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an engine said some time ago, as somebody else kept it. It speaks of containers and local images; services
/// and tasks are not in it.
public final class EngineSnapshot {

    private EngineSnapshot() {}

    /// What was kept, as if it were heard now. Whoever asks knows how old it is, and what that means.
    ///
    /// @param name of the environment
    /// @param shown for people, whence it came
    /// @param raw `Containers` and `Images` as lists have them, and `Info`
    public static EnvironmentObservation of(String name, String shown, JsonNode raw) {
        Optional<EngineInfo> info =
                raw.path("Info").isObject() ? Optional.of(EngineInfo.of(raw.path("Info"))) : Optional.empty();
        List<ContainerItem> containers = new ArrayList<>();
        raw.path("Containers")
                .forEach(node -> containers.add(ContainerItem.of(node, Optional.empty(), Labels.CUSTOMARY)));
        List<ImageItem> images = new ArrayList<>();
        raw.path("Images").forEach(node -> images.add(ImageItem.of(node, Optional.empty())));
        String title = "Docker " + info.map(i -> Text.plain(i.version())).orElse("engine");
        List<String> nodes =
                info.flatMap(EngineInfo::name).map(Text::plain).stream().toList();
        EngineReading.Result read = new EngineReading.Result(
                title,
                info,
                containers,
                List.of(),
                List.of(),
                images,
                List.of(),
                nodes,
                List.of(),
                List.of(Call.CONTAINERS, Call.IMAGES));
        List<String> gaps = new ArrayList<>();
        List<Use> uses = Uses.of(name, shown, read, gaps);
        String detail = gaps.isEmpty()
                ? title + ": " + containers.size() + " containers, " + images.size() + " local images"
                : Sentences.joined(gaps);
        return new EnvironmentObservation(
                name,
                "docker",
                gaps.isEmpty() ? Heard.YES : Heard.PARTLY,
                detail,
                uses,
                0,
                info.flatMap(EngineInfo::id),
                Facts.of(name, read));
    }
}
