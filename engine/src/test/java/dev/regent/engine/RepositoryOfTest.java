package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepositoryOfTest {

    @Test
    void findsTheRepositoryInThePath() {
        assertThat(RepositoryOf.path("/v2/team/app/manifests/latest")).contains("team/app");
        assertThat(RepositoryOf.path("/v2/team/app/tags/list")).contains("team/app");
        assertThat(RepositoryOf.path("/v2/app/blobs/sha256:ab")).contains("app");
        assertThat(RepositoryOf.path("/v2/app/referrers/sha256:ab")).contains("app");
        assertThat(RepositoryOf.path("/v2/team/manifests/manifests/v1")).contains("team/manifests");
    }

    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(RepositoryOf.path(null)).isEmpty();
        assertThat(RepositoryOf.path("/token")).isEmpty();
        assertThat(RepositoryOf.path("/v2/")).isEmpty();
        assertThat(RepositoryOf.path("/v2/_catalog")).isEmpty();
        assertThat(RepositoryOf.path("/v2/manifests/x")).isEmpty();
    }
}
