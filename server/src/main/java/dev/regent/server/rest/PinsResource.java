package dev.regent.server.rest;

import dev.regent.oci.ImageReference;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Names;
import dev.regent.store.acts.PinStore;
import dev.regent.store.acts.StoredPin;
import dev.regent.store.record.Deed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Images that people keep by name, whatever policies say.
@Path("/api/v1/pins")
@RunOnVirtualThread
public final class PinsResource {

    private final Running running;
    private final Caller caller;

    PinsResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// One pin.
    ///
    /// @param source `configuration` or `api`; only the latter can be taken away here
    public record Pin(
            String id,
            String image,
            String reason,
            Optional<String> owner,
            Optional<Instant> until,
            String source,
            String by,
            Optional<Instant> at) {

        static Pin of(StoredPin kept) {
            return new Pin(
                    kept.id(),
                    kept.image(),
                    kept.reason(),
                    Optional.of(kept.owner()).filter(owner -> !owner.isBlank()),
                    kept.until(),
                    "api",
                    kept.by(),
                    Optional.of(kept.at()));
        }
    }

    /// A pin that somebody wants.
    ///
    /// @param until a date, which counts to its end (UTC), or an instant; absent for ever
    @Schema(name = "NewPin")
    public record Wanted(
            @Nullable String image, @Nullable String reason, Optional<String> owner, Optional<String> until) {}

    /// All pins that hold, of the configuration and of people.
    static List<Pin> all(Running running) {
        List<Pin> pins = new ArrayList<>();
        Instant now = running.clocks().now();
        running.inForce().configuration().pins().stream()
                .filter(pin -> pin.holdsAt(now))
                .forEach(pin -> pins.add(new Pin(
                        "configuration:" + pin.image(),
                        pin.image(),
                        pin.reason(),
                        pin.owner(),
                        pin.until(),
                        "configuration",
                        "configuration",
                        Optional.empty())));
        running.pins().inForce().forEach(pin -> pins.add(Pin.of(pin)));
        return pins;
    }

    @GET
    @Operation(operationId = "listPins", summary = "Images that people keep by name")
    @Needs(Permission.READ)
    public Listed<Pin> pins() {
        return Listed.all(all(running).stream()
                .filter(pin -> covered(Names.reference(pin.image())))
                .toList());
    }

    @POST
    @Operation(operationId = "createPin", summary = "Keeps an image, whatever policies say")
    @Needs(Permission.PIN)
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = Pin.class, responseCode = "201", responseDescription = "Pinned")
    public Response pin(@Nullable Wanted asked) {
        Wanted wanted = Given.body(asked, "{\"image\": \"…\", \"reason\": \"…\"}");
        String image = Given.text(wanted.image(), "image", "name it as [host/]repository:tag or repository@sha256:…");
        String reason = Given.text(wanted.reason(), "reason", "say why the image has to stay");
        mustCover(Names.reference(image));
        StoredPin pin = running.database().inTransaction((Handle in) -> {
            StoredPin added = running.pins()
                    .add(
                            in,
                            new PinStore.NewPin(
                                    image,
                                    reason,
                                    wanted.owner().orElse(""),
                                    wanted.until().map(PinsResource::end),
                                    caller.actor().name()));
            note(in, "pin.added", added.id(), added.reason(), image);
            return added;
        });
        return Response.status(201).entity(Pin.of(pin)).build();
    }

    private boolean covered(ImageReference image) {
        return Reach.within(caller.actor(), running.inForce().configuration(), image);
    }

    private void mustCover(ImageReference image) {
        if (covered(image)) {
            return;
        }
        throw Reach.isNamed(image)
                ? ProblemException.notFound("there is no registry " + image.host() + ", or your token doesn't cover it")
                : ProblemException.forbidden("a pin without a registry's host keeps images of all registries, and your"
                        + " token covers only some: write it as HOST/" + image.repository() + ":TAG");
    }

    private static Instant end(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.bad(
                    "until is a date as 2027-01-31, or an instant as 2027-01-31T12:00:00Z, got " + text);
        }
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deletePin", summary = "Takes a pin away")
    @Needs(Permission.PIN)
    public Response unpin(
            @PathParam("id") String id,
            @QueryParam("reason") @DefaultValue("") String inQuery,
            EnvironmentsResource.@Nullable Because because) {
        String reason = EnvironmentsResource.Because.anywhere(because, inQuery);
        if (id.startsWith("configuration:")) {
            throw ProblemException.conflict("this pin stands in the configuration: take it out there");
        }
        if (reason.isBlank()) {
            throw ProblemException.bad("a reason is missing: say why the image no longer has to stay");
        }
        Optional<StoredPin> pin = running.pins().find(id).filter(kept -> covered(Names.reference(kept.image())));
        boolean removed = pin.isPresent()
                && running.database().inTransaction((Handle in) -> {
                    boolean there = running.pins().remove(in, id, caller.actor().name(), reason);
                    if (there) {
                        note(in, "pin.removed", id, reason, pin.get().image());
                    }
                    return there;
                });
        if (!removed) {
            throw ProblemException.notFound(
                    "there is no pin " + id + ", or your token doesn't cover all that it keeps");
        }
        return Response.noContent().build();
    }

    private void note(Handle in, String action, String id, String reason, String image) {
        running.record()
                .append(
                        in,
                        new Deed(caller.session(), caller.actor().name(), action, image, reason, Map.of("pin", id)));
    }
}
