package dev.regent.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.RawManifest;
import dev.regent.act.RegistryWriter;
import dev.regent.oci.Digest;
import org.junit.jupiter.api.Test;

class DeleteRightTest {

    @Test
    void anAnswerThatNobodyUnderstandsSaysNothing() throws InterruptedException {
        assertThat(check(new RegistryWriter.Written.Unknown("answered 502")))
                .isEqualTo(Check.untried("main", "delete", "answered 502"));
        assertThat(check(new RegistryWriter.Written.Refused(429, "slower")).ok())
                .isNull();
    }

    @Test
    void whatIsNotThereCouldHaveBeenDeleted() throws InterruptedException {
        assertThat(check(new RegistryWriter.Written.Gone()).ok()).isTrue();
    }

    @Test
    void deletionThatIsOffAndARightThatLacksHaveRemediesOfTheirOwn() throws InterruptedException {
        Check off = check(new RegistryWriter.Written.Refused(405, "off"));
        Check denied = check(new RegistryWriter.Written.Refused(403, "denied"));

        assertThat(off.ok()).isFalse();
        assertThat(off.remedy().orElseThrow()).contains("REGISTRY_STORAGE_DELETE_ENABLED=true");
        assertThat(denied.ok()).isFalse();
        assertThat(denied.remedy().orElseThrow()).contains("the right to delete");
    }

    @Test
    void whoDeletesWhatCannotExistIsNotBelieved() throws InterruptedException {
        assertThat(check(new RegistryWriter.Written.Done()).ok()).isFalse();
    }

    private static Check check(RegistryWriter.Written answer) throws InterruptedException {
        return DeleteRight.of("main", "team/app", new Answering(answer));
    }

    /// Expects to be told to delete what can't exist, and nothing else.
    private record Answering(Written answer) implements RegistryWriter {
        @Override
        public Written deleteManifest(String repository, Digest digest) {
            assertThat(digest.hex()).isEqualTo("0".repeat(64));
            return answer;
        }

        @Override
        public Written deleteTag(String repository, String tag) {
            throw new AssertionError("a tag is there or not, and would be gone");
        }

        @Override
        public Written putManifest(String repository, String reference, RawManifest manifest) {
            throw new AssertionError("nothing is put");
        }
    }
}
