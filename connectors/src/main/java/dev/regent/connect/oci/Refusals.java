package dev.regent.connect.oci;

import dev.regent.act.RegistryWriter.Written;
import dev.regent.connect.http.Answer;

/// What a registry means that didn't do what it was told, and what to do about it.
enum Refusals {
    OF_MANIFEST(
            "deletion is off in the registry",
            "turn it on there: REGISTRY_STORAGE_DELETE_ENABLED=true",
            "the credentials lack the right to delete here"),
    OF_TAG(
            "the registry can't delete a tag alone",
            "delete its manifest if no other tag needs it, or leave the tag",
            "the credentials lack the right to delete here"),
    OF_PUT(
            "the registry takes no manifests",
            "check whether it is in read-only mode",
            "the credentials lack the right to push here");

    private final String unsupported;
    private final String remedy;
    private final String denied;

    Refusals(String unsupported, String remedy, String denied) {
        this.unsupported = unsupported;
        this.remedy = remedy;
        this.denied = denied;
    }

    /// @param answer that is no success
    Written written(Answer answer) {
        int status = answer.status();
        String said = RegistryError.status(answer);
        return switch (status) {
            case 401, 403 ->
                refused(status, denied + " (" + said + "); give them that right, or name others that have it");
            case 405, 501 -> refused(status, unsupported + " (" + said + "); " + remedy);
            case 400 -> refused(status, bad(answer));
            case 404 ->
                RegistryError.provesAbsence(answer)
                        ? refused(status, "the registry knows no such repository (" + said + "); create it there first")
                        : new Written.Unknown("answered " + said
                                + ", but not as a registry does: a proxy before it may have; check its address");
            case 408 -> new Written.Unknown("answered 408: the request may have been carried out or not");
            case 409, 412, 423 ->
                refused(status, "the registry protects it (" + said + "); lift its rule or lock there, or leave it");
            case 429 -> refused(status, "the registry limits the rate of requests (" + said + "); try again later");
            default ->
                status >= 400 && status < 500
                        ? refused(status, "the registry refuses (" + said + "); its log may say why")
                        : new Written.Unknown(unclear(status, said));
        };
    }

    private String bad(Answer answer) {
        String said = RegistryError.status(answer);
        String code = RegistryError.code(answer).orElse("");
        return switch (this) {
            case OF_PUT ->
                code.equals("MANIFEST_BLOB_UNKNOWN")
                        ? "the registry doesn't have all that it points at (" + said + "); its blobs and children go"
                                + " first"
                        : "the registry takes no such manifest (" + said + "); its log may say why";
            case OF_TAG -> unsupported + " (" + said + "); " + remedy;
            case OF_MANIFEST -> "the registry doesn't understand the request (" + said + "); its log may say why";
        };
    }

    private static String unclear(int status, String said) {
        return status < 400
                ? "answered " + said + ", a redirect: changes follow none; name the registry by its own address"
                : "answered " + said + ": it may have happened or not";
    }

    private static Written refused(int status, String why) {
        return new Written.Refused(status, why);
    }
}
