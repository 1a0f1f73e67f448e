package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntitiesTest {

    private static final String TAG = Entities.tag("{}");

    @Test
    void aTagIsNamedAfterTheBytes() {
        assertThat(TAG).isEqualTo("\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"");
        assertThat(Entities.tag("{ }")).isNotEqualTo(TAG);
    }

    @Test
    void whoHasNothingHasNot() {
        assertThat(Entities.has(null, TAG)).isFalse();
        assertThat(Entities.has("\"other\"", TAG)).isFalse();
        assertThat(Entities.has(TAG.replace("\"", ""), TAG)).isFalse();
    }

    @Test
    void aListAStarAndATagThatAProxyMadeWeakHave() {
        assertThat(Entities.has("\"other\" , " + TAG, TAG)).isTrue();
        assertThat(Entities.has("*", TAG)).isTrue();
        assertThat(Entities.has("W/" + TAG, TAG)).isTrue();
    }
}
