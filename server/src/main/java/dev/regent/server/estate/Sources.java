package dev.regent.server.estate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.Regent.Proposal;
import dev.regent.observe.Heard;
import java.time.Instant;
import java.util.Locale;

/// How the sources of a proposal were heard, as it is kept with a plan. An environment that is only
/// remembered was not observed, and so has no time.
final class Sources {

    private static final JsonMapper JSON = new JsonMapper();

    private Sources() {}

    static String json(Proposal proposal, Instant at) {
        ArrayNode sources = JSON.createArrayNode();
        proposal.registries()
                .forEach(seen -> add(sources, seen.identity().name(), seen.kind(), seen.heard(), seen.detail())
                        .put("observedAt", at.toString())
                        .put("requests", seen.requests()));
        proposal.environments().forEach(seen -> {
            ObjectNode source = add(sources, seen.name(), "environment", seen.heard(), seen.detail());
            if (seen.requests() > 0) {
                source.put("observedAt", at.toString());
            }
            source.put("requests", seen.requests());
        });
        return sources.toString();
    }

    private static ObjectNode add(ArrayNode sources, String name, String kind, Heard heard, String detail) {
        return sources.addObject()
                .put("name", name)
                .put("kind", kind)
                .put("heard", heard.name().toLowerCase(Locale.ROOT))
                .put("detail", detail);
    }
}
