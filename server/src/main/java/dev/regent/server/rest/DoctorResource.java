package dev.regent.server.rest;

import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.doctor.Check;
import dev.regent.server.doctor.Doctor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// What works, and which right is missing.
@Path("/api/v1/doctor")
@RunOnVirtualThread
public final class DoctorResource {

    private final Caller caller;
    private final Doctor doctor;

    DoctorResource(Running running, Caller caller) {
        this.caller = caller;
        this.doctor = new Doctor(running);
    }

    @GET
    @Operation(operationId = "doctor", summary = "What works, and which right is missing")
    @Needs(Permission.READ)
    public Listed<Check> doctor() {
        try {
            return Listed.all(doctor.examine(caller.actor(), caller.session()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.conflict("the server is stopping; ask again");
        }
    }
}
