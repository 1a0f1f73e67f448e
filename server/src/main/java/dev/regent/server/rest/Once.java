package dev.regent.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.server.access.Caller;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.IdempotencyStore;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;

/// Gives the same answer to the same request that is sent again with its `Idempotency-Key`.
@RequestScoped
public class Once {

    private final Running running;
    private final Caller caller;
    private final ObjectMapper json;

    Once(Running running, Caller caller, ObjectMapper json) {
        this.running = running;
        this.caller = caller;
        this.json = json;
    }

    /// Answers, or gives the answer of before. What was refused can be asked again.
    Response answer(Optional<String> key, String method, String path, Object body, Supplier<Response> work) {
        if (key.isEmpty()) {
            return work.get();
        }
        IdempotencyStore.Request request =
                new IdempotencyStore.Request(key.get(), caller.actor().name(), method, path, text(body));
        return switch (running.answers().begin(request)) {
            case IdempotencyStore.Admission.Fresh _ -> fresh(request, work);
            case IdempotencyStore.Admission.Again(int status, String before) ->
                Response.status(status)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(before)
                        .build();
            case IdempotencyStore.Admission.InProgress _ ->
                throw ProblemException.conflict("the same request is being answered; ask again in a moment");
            case IdempotencyStore.Admission.Conflict _ ->
                throw ProblemException.conflict(
                        "this Idempotency-Key came with another request before: use a new key for a new request");
        };
    }

    private Response fresh(IdempotencyStore.Request request, Supplier<Response> work) {
        try {
            Response response = work.get();
            String body = text(response.getEntity());
            running.answers().finish(request, response.getStatus(), body);
            return Response.fromResponse(response)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(body)
                    .build();
        } catch (RuntimeException e) {
            running.answers().forget(request);
            throw e;
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written as JSON", e);
        }
    }
}
