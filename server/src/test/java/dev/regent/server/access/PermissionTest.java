package dev.regent.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.store.acts.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionTest {

    @Test
    void aViewerOnlyReads() {
        assertThat(Permission.of(Role.VIEWER)).containsExactly(Permission.NONE, Permission.READ);
    }

    @Test
    void aProposerPinsAndApprovesNothing() {
        assertThat(Permission.of(Role.PROPOSER))
                .containsExactly(Permission.NONE, Permission.READ, Permission.PROPOSE, Permission.PIN);
    }

    @Test
    void anApproverCarriesOutAndAdministersNothing() {
        assertThat(Permission.of(Role.APPROVER))
                .contains(Permission.APPROVE, Permission.CARRY_OUT)
                .doesNotContain(Permission.ADMINISTER);
    }

    @Test
    void eachRoleMayWhatThoseBeforeItMay() {
        Role[] roles = Role.values();
        for (int role = 1; role < roles.length; role++) {
            assertThat(Permission.of(roles[role])).containsAll(Permission.of(roles[role - 1]));
        }
    }

    @Test
    void someRegistriesAreNotAll() {
        Actor some = new Actor("ann", Role.VIEWER, List.of("team-*"), "team-a"::equals, Optional.empty());

        assertThat(some.seesAll()).isFalse();
        assertThat(Actor.REGENT.seesAll()).isTrue();
    }
}
