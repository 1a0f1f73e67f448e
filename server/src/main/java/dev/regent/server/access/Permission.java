package dev.regent.server.access;

import dev.regent.store.acts.Role;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// One thing that one may do, the least first.
public enum Permission {
    /// Needs no token.
    NONE,
    READ,
    PROPOSE,
    PIN,
    APPROVE,
    CARRY_OUT,
    ADMINISTER,
    /// To tell of changes in registries: for registries themselves, which read nothing here.
    NOTIFY;

    /// What a role may; each person's may what those before it may.
    public static Set<Permission> of(Role role) {
        return switch (role) {
            case NOTIFIER -> EnumSet.of(NONE, NOTIFY);
            case VIEWER -> EnumSet.range(NONE, READ);
            case PROPOSER -> EnumSet.range(NONE, PIN);
            case APPROVER -> EnumSet.range(NONE, CARRY_OUT);
            case ADMINISTRATOR -> EnumSet.allOf(Permission.class);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
