package dev.regent.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class RealEngineTest {

    @Test
    void leavesNothingBehind() throws InterruptedException, IOException {
        Peers.require(RealEngine.NAME, RealEngine.available());
        Traces before = Traces.before();
        Path home;
        try (RealEngine engine = RealEngine.start()) {
            home = Path.of(engine.unix().getPath()).getParent();
            engine.initSwarm();
            engine.make("example/app:1", "1");
            engine.docker("run", "--detach", "--network", "none", "example/app:1");
        }

        assertThat(Traces.before()).isEqualTo(before);
        assertThat(home).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(home.toString());
    }
}
