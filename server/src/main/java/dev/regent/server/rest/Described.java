package dev.regent.server.rest;

import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/// Adds to the description of the API what holds for all of it: the token, the permission that each
/// call needs as `x-permission`, and how problems look.
/// Everything is in the order of the alphabet, so that two descriptions can be compared.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class Described implements OASFilter {

    private static final DotName OPERATION =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.Operation.class);
    private static final String TOKEN = "token";
    private static final String PROBLEM = "Problem";
    private static final String STREAM = "text/event-stream";
    private static final Set<String> OF_STREAMS = Set.of("MediaType", "OutboundSseEvent", "Sse");
    private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.of(
            "400", "The request is wrong; `detail` says what, where, and what to do.",
            "401", "No token came, or one that is unknown, expired or revoked.",
            "403", "The token's role doesn't have the permission that `detail` names.",
            "404", "It isn't there, or the token doesn't cover its registry.",
            "503", "The database doesn't answer."));
    private static final Map<String, String> PROBLEMS_OF_CHANGES = new TreeMap<>(Map.of(
            "409", "It can't be done as things are; `reasons` lists why.",
            "413", "The body is too long.",
            "415", "The body isn't `application/json`."));

    private final Map<String, String> permissions = new TreeMap<>();

    /// Reads what each call needs.
    ///
    /// @param classes all that answer requests, with their annotations
    public Described(IndexView classes) {
        for (AnnotationInstance needs : classes.getAnnotations(DotName.createSimple(Needs.class))) {
            AnnotationInstance operation = needs.target().asMethod().annotation(OPERATION);
            permissions.put(
                    operation.value("operationId").asString(),
                    Permission.valueOf(needs.value().asEnum()).toString());
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents()
                .setSecuritySchemes(Map.of(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A token as `POST /api/v1/tokens` makes it; the first one is in"
                                        + " DIR/admin-token.")));
        Map<String, Schema> schemas = new TreeMap<>();
        if (api.getComponents().getSchemas() != null) {
            schemas.putAll(api.getComponents().getSchemas());
        }
        schemas.keySet().removeAll(OF_STREAMS);
        schemas.put(PROBLEM, problem());
        api.getComponents().setSchemas(schemas);
        api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN)));
        api.getPaths().setPathItems(new TreeMap<>(api.getPaths().getPathItems()));
        api.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations()
                        .forEach((method, operation) ->
                                describe(operation, !method.name().equals("GET"))));
    }

    private void describe(Operation operation, boolean changes) {
        operation.addExtension("x-permission", permissions.get(operation.getOperationId()));
        if (!changes) {
            operation.setRequestBody(null);
        }
        operation.getResponses().getAPIResponses().values().forEach(Described::asText);
        PROBLEMS.forEach((status, meaning) -> operation.getResponses().addAPIResponse(status, response(meaning)));
        if (changes) {
            PROBLEMS_OF_CHANGES.forEach(
                    (status, meaning) -> operation.getResponses().addAPIResponse(status, response(meaning)));
        }
        operation
                .getResponses()
                .setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
    }

    /// Events are lines of text, whatever object of the framework stands for them.
    private static void asText(APIResponse response) {
        if (response.getContent() != null && response.getContent().hasMediaType(STREAM)) {
            response.getContent().getMediaType(STREAM).setSchema(text("server-sent events; the data of each is JSON"));
        }
    }

    private static APIResponse response(String meaning) {
        return OASFactory.createAPIResponse()
                .description(meaning)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .description("RFC 9457")
                .type(List.of(Schema.SchemaType.OBJECT))
                .required(List.of("type", "title", "status", "detail"))
                .addProperty("type", text("`about:blank`: the title says all"))
                .addProperty("title", text("the status in words"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.INTEGER))
                                .description("HTTP status"))
                .addProperty("detail", text("what, where, and what to do"))
                .addProperty("instance", text("the path that was asked for"))
                .addProperty(
                        "reasons",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.ARRAY))
                                .items(text("one of several things that stand against it"))
                                .description("everything that stands against it, one by one"));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)).description(description);
    }
}
