package dev.regent.server.estate;

import dev.regent.act.Reading;
import dev.regent.approve.ApprovalRules;
import dev.regent.approve.ApprovedPlan;
import dev.regent.approve.Approving;
import dev.regent.approve.Approving.Decision;
import dev.regent.engine.FarSides;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryEnvironments;
import dev.regent.engine.config.RegistryRole;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.server.access.Actor;
import dev.regent.store.Database;
import dev.regent.store.acts.ApprovalStore;
import dev.regent.store.acts.NewPlan;
import dev.regent.store.acts.Page;
import dev.regent.store.acts.PlanHead;
import dev.regent.store.acts.PlanState;
import dev.regent.store.acts.PlanStore;
import dev.regent.store.acts.StoredPlan;
import dev.regent.store.record.Deed;
import dev.regent.store.record.RecordStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// Has plans made and keeps them, and lets people say yes to them.
public final class Plans {

    /// How long a plan can be approved, and an approval be used.
    static final Duration VALIDITY = Duration.ofHours(24);

    private final Supplier<InForce> inForce;
    private final Looks looks;
    private final FarSides farSides;
    private final Database database;
    private final PlanStore plans;
    private final PlanOrigins origins;
    private final ApprovalStore approvals;
    private final RecordStore record;

    /// @param inForce the configuration and policies of this moment
    public Plans(
            Supplier<InForce> inForce,
            Looks looks,
            FarSides farSides,
            Database database,
            PlanStore plans,
            ApprovalStore approvals,
            RecordStore record) {
        this.inForce = inForce;
        this.looks = looks;
        this.farSides = farSides;
        this.database = database;
        this.plans = plans;
        this.origins = new PlanOrigins();
        this.approvals = approvals;
        this.record = record;
    }

    /// The registry of that name in the configuration in force.
    ///
    /// @throws IllegalArgumentException if there is none
    public RegistryConfig registry(String name) {
        return inForce.get()
                .configuration()
                .registry(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no registry " + name + " in the configuration;"
                                + " it has "
                                + inForce.get().configuration().registries().stream()
                                        .map(RegistryConfig::name)
                                        .toList()));
    }

    /// Looks at a registry now and keeps what it proposes.
    ///
    /// @param policy in YAML, for this plan alone
    /// @param images as people name them; if any, the plan is about them alone
    /// @throws IllegalArgumentException if it can't be made like that
    /// @throws InterruptedException if the caller gave up
    public PlanStore.Kept propose(Actor by, RegistryConfig registry, Optional<String> policy, List<String> images)
            throws InterruptedException {
        policy.ifPresent(Looks::parsed);
        Origin origin = new Origin(policy, images.isEmpty() ? Set.of() : resolve(registry, images));
        return keep(by, looks.look(registry, Optional.empty(), origin, Progress.SILENT), origin);
    }

    private Set<Origin.Picked> resolve(RegistryConfig registry, List<String> images) throws InterruptedException {
        Set<Origin.Picked> picked = new HashSet<>();
        try (FarSides.Hands hands = farSides.hands(inForce.get().configuration(), registry)) {
            for (String image : images) {
                ImageReference reference = Names.reference(image);
                String name =
                        reference.digest().map(Digest::value).or(reference::tag).orElseThrow();
                switch (hands.probe().resolve(reference.repository(), name)) {
                    case Reading.Here<Digest>(Digest digest) ->
                        picked.add(new Origin.Picked(reference.repository(), digest));
                    case Reading.Gone<Digest> _ ->
                        throw new IllegalArgumentException(
                                image + " is not in registry " + registry.name() + "; check the name");
                    case Reading.Unheard<Digest>(String why) ->
                        throw new IllegalArgumentException(image + " can't be looked up: " + why);
                }
            }
        }
        return picked;
    }

    /// Keeps what a look proposes. What the server itself proposed before and nobody answered gives
    /// way.
    PlanStore.Kept keep(Actor by, Look look, Origin origin) {
        long manifests = look.proposal().judged().stream()
                .mapToLong(judged -> judged.judgements().size())
                .sum();
        return database.inTransaction((Handle in) -> {
            PlanStore.Kept kept = plans.keep(
                    in,
                    new NewPlan(
                            look.plan(),
                            proposer(by, look.plan().digest()),
                            VALIDITY,
                            manifests,
                            unmet(look.registry()),
                            Sources.json(look.proposal(), look.at())));
            origins.keep(in, look.plan().digest(), origin);
            if (by.equals(Actor.REGENT)) {
                origins.supersede(in, plans, look.registry().name(), look.plan().digest());
            }
            if (!kept.renewed()) {
                record.append(
                        in,
                        deed(look.session(), by, "plan.proposed", look.plan().digest(), "", details(look)));
            }
            return kept;
        });
    }

    /// A plan that a person proposed stays that person's when the server comes to the same one.
    private String proposer(Actor by, Digest plan) {
        return by.equals(Actor.REGENT)
                ? plans.head(plan)
                        .filter(head -> head.state() == PlanState.OPEN)
                        .map(PlanHead::proposer)
                        .orElse(by.name())
                : by.name();
    }

    /// Whether no plan for a registry waits for an answer.
    boolean none(String registry) {
        return plans.list(Optional.of(registry), Page.Request.FIRST).items().stream()
                .noneMatch(head -> head.state() == PlanState.OPEN || head.state() == PlanState.APPROVED);
    }

    private static Map<String, String> details(Look look) {
        return Map.of(
                "registry",
                look.registry().name(),
                "steps",
                String.valueOf(look.plan().steps().size()),
                "reclaimBytes",
                String.valueOf(look.plan().reclaimBytes()));
    }

    /// What has to be done before any plan of a registry can be approved.
    public static List<String> unmet(RegistryConfig registry) {
        List<String> unmet = new ArrayList<>();
        if (registry.role() != RegistryRole.PRIMARY) {
            unmet.add("registry " + registry.name() + " is a "
                    + registry.role().toString().toLowerCase(Locale.ROOT)
                    + ": Regent reads it and never acts on it");
        }
        if (registry.environments() instanceof RegistryEnvironments.Unsaid) {
            unmet.add("nobody has said which environments use registry " + registry.name()
                    + ": name them in the configuration with `environments: [NAME, …]`, or `environments: {none: REASON}`,"
                    + " and say with `environmentsComplete: true` that these are all");
        } else if (!registry.environmentsComplete()) {
            unmet.add("nobody has said that all environments which use registry " + registry.name()
                    + " are named: when they are, add `environmentsComplete: true` to it in the configuration");
        }
        return unmet;
    }

    /// Somebody says yes.
    ///
    /// @throws IllegalArgumentException if there is no such plan
    public Decision approve(Actor by, String session, Digest digest, String reason, boolean allowLarge) {
        StoredPlan stored = plans.load(digest).orElseThrow(() -> new IllegalArgumentException("no plan " + digest));
        Approving.Request request =
                new Approving.Request(UUID.randomUUID().toString(), by.name(), reason, allowLarge, database.now());
        RegistryConfig registry = registry(stored.plan().registries().getFirst());
        Decision decision = Approving.decide(Fresh.of(stored, registry), request, rules());
        return switch (decision) {
            case Decision.Refused(List<String> reasons) -> refused(by, session, digest, reason, reasons);
            case Decision.Granted(ApprovedPlan approved) ->
                database.inTransaction((Handle in) -> {
                    Optional<String> against = approvals.grant(in, approved);
                    if (against.isPresent()) {
                        return refused(by, session, digest, reason, List.of(against.get()));
                    }
                    Map<String, String> details = Map.of(
                            "approval", approved.approval().id(),
                            "proposer", approved.approval().proposer(),
                            "sameHand", String.valueOf(approved.approval().sameHand()),
                            "until", approved.approval().until().toString());
                    record.append(in, deed(session, by, "plan.approved", digest, reason, details));
                    return decision;
                });
        };
    }

    private Decision refused(Actor by, String session, Digest digest, String reason, List<String> reasons) {
        record.append(
                deed(session, by, "plan.approval-refused", digest, reason, Map.of("why", String.join("; ", reasons))));
        return new Decision.Refused(reasons);
    }

    private static Deed deed(
            String session, Actor by, String action, Digest plan, String reason, Map<String, String> details) {
        return new Deed(session, by.name(), action, plan.value(), reason, details);
    }

    /// The rules in force.
    public ApprovalRules rules() {
        Configuration configuration = inForce.get().configuration();
        return new ApprovalRules(
                configuration.approval().distinctApprover(),
                configuration.limits().largePlan().share(),
                configuration.limits().largePlan().manifests(),
                VALIDITY);
    }

    /// What a plan comes from.
    Origin origin(Digest plan) {
        return database.inTransaction((Handle in) -> origins.of(in, plan));
    }
}
