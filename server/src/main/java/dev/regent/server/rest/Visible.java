package dev.regent.server.rest;

import dev.regent.audit.Draft;
import dev.regent.oci.Digest;
import dev.regent.server.access.Actor;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ExecutionHead;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which entries of the record somebody may read whose token covers only some registries: those
/// that are about one of these, or about a plan or an execution of one. What is about none, such as
/// tokens, is for who sees everything.
///
/// @param covers tells of a registry's name
/// @param registryOfPlan by the plan's digest
/// @param registryOfExecution by its id
record Visible(
        Predicate<String> covers,
        Function<String, Optional<String>> registryOfPlan,
        Function<String, Optional<String>> registryOfExecution) {

    static Predicate<Draft> to(Actor actor, Running running) {
        if (actor.seesAll()) {
            return _ -> true;
        }
        Visible visible = new Visible(
                actor.covers(),
                text -> Digest.isDigest(text)
                        ? running.planStore()
                                .head(new Digest(text))
                                .map(plan -> plan.registries().getFirst())
                        : Optional.empty(),
                id -> running.executionStore().head(id).map(ExecutionHead::registry));
        return visible::includes;
    }

    boolean includes(Draft entry) {
        String about = entry.action().replaceFirst("\\..*", "");
        Stream<String> registries = switch (about) {
            case "registry" -> Stream.of(entry.subject());
            case "plan" -> registryOfPlan.apply(entry.subject()).stream();
            case "execution" -> registryOfExecution.apply(entry.subject()).stream();
            default ->
                Stream.of(
                                detail(entry, "registry"),
                                detail(entry, "plan").flatMap(registryOfPlan),
                                detail(entry, "execution").flatMap(registryOfExecution))
                        .flatMap(Optional::stream);
        };
        return registries.anyMatch(covers);
    }

    private static Optional<String> detail(Draft entry, String name) {
        return Optional.ofNullable(entry.details().get(name));
    }
}
