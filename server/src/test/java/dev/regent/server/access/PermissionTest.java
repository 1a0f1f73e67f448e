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
    void aNotifierTellsOfChangesAndReadsNothing() {
        assertThat(Permission.of(Role.NOTIFIER)).containsExactly(Permission.NONE, Permission.NOTIFY);
        for (Role role : List.of(Role.VIEWER, Role.PROPOSER, Role.APPROVER)) {
            assertThat(Permission.of(role)).doesNotContain(Permission.NOTIFY);
        }
        assertThat(Permission.of(Role.ADMINISTRATOR)).contains(Permission.NOTIFY);
    }

    @Test
    void eachPersonsRoleMayWhatThoseBeforeItMay() {
        Role[] roles = Role.values();
        assertThat(roles).startsWith(Role.NOTIFIER, Role.VIEWER);
        for (int role = 2; role < roles.length; role++) {
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
