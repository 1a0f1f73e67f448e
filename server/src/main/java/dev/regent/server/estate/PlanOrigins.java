package dev.regent.server.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.regent.oci.Digest;
import dev.regent.server.access.Actor;
import dev.regent.store.acts.PlanStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What each plan comes from besides the policies in force.
final class PlanOrigins {

    private static final JsonMapper JSON = new JsonMapper();

    void keep(Handle in, Digest plan, Origin origin) {
        ArrayNode picked = JSON.createArrayNode();
        origin.picked()
                .forEach(each -> picked.addObject()
                        .put("repository", each.repository())
                        .put("digest", each.digest().value()));
        in.createUpdate("""
                        insert into plan_origins (plan, policy, picked) values (:plan, :policy, :picked)
                        on conflict (plan) do nothing
                        """)
                .bind("plan", plan.value())
                .bind("policy", origin.policy().orElse(null))
                .bind("picked", picked.toString())
                .execute();
    }

    Origin of(Handle in, Digest plan) {
        return in.createQuery("select policy, picked from plan_origins where plan = :plan")
                .bind("plan", plan.value())
                .map((row, _) ->
                        new Origin(Optional.ofNullable(row.getString("policy")), picked(row.getString("picked"))))
                .findOne()
                .orElse(Origin.USUAL);
    }

    private static Set<Origin.Picked> picked(String text) {
        try {
            Set<Origin.Picked> picked = new HashSet<>();
            for (JsonNode each : JSON.readTree(text)) {
                picked.add(new Origin.Picked(
                        each.path("repository").asText(),
                        new Digest(each.path("digest").asText())));
            }
            return picked;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plan_origins holds no JSON: " + text, e);
        }
    }

    /// Lets a plan take the place of those that the server proposed before for the same registry.
    void supersede(Handle in, PlanStore plans, String registry, Digest by) {
        List<String> before = in.createQuery("""
                        select digest from plans
                        where state = 'open' and proposer = :regent and registries = array[:registry] and digest <> :by
                        """)
                .bind("regent", Actor.REGENT.name())
                .bind("registry", registry)
                .bind("by", by.value())
                .mapTo(String.class)
                .list();
        before.forEach(digest -> plans.supersede(in, new Digest(digest), "the registry changed; plan " + by.brief()));
    }
}
