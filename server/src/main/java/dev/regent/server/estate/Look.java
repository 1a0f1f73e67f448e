package dev.regent.server.estate;

import dev.regent.Regent.Proposal;
import dev.regent.analyse.Past;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.plan.HeldBack;
import dev.regent.plan.Plan;
import java.time.Instant;

/// One look at a registry and at the environments that use it, and what is proposed after it.
///
/// @param session names it in the record and the inventory
/// @param at when it began, by the database's clock
/// @param past what was known of the registry before
/// @param plan what is proposed: of a plan for picked images only what goes with these
/// @param heldBack what stays only because environments were not wholly heard; told of looks at all of a registry
public record Look(
        String session,
        Instant at,
        Configuration configuration,
        RegistryConfig registry,
        Proposal proposal,
        Past past,
        Plan plan,
        HeldBack heldBack) {}
