package dev.regent.server.estate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.regent.Regent.Proposal;
import dev.regent.observe.Heard;
import java.util.Locale;

/// How the sources of a proposal were heard, as it is kept with a plan.
final class Sources {

    private static final JsonMapper JSON = new JsonMapper();

    private Sources() {}

    static String json(Proposal proposal) {
        ArrayNode sources = JSON.createArrayNode();
        proposal.registries()
                .forEach(seen -> add(sources, seen.identity().name(), seen.kind(), seen.heard(), seen.detail()));
        proposal.environments().forEach(seen -> add(sources, seen.name(), seen.kind(), seen.heard(), seen.detail()));
        return sources.toString();
    }

    private static void add(ArrayNode sources, String name, String kind, Heard heard, String detail) {
        sources.addObject()
                .put("name", name)
                .put("kind", kind)
                .put("heard", heard.name().toLowerCase(Locale.ROOT))
                .put("detail", detail);
    }
}
