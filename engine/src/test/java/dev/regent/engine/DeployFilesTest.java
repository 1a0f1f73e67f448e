package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.ConfigurationFile;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.policy.PolicyFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people copy from `deploy/` is understood.
class DeployFilesTest {

    private static final Path FILE = Path.of("..", "deploy", "regent.yaml");

    @Test
    void theConfigurationNamesARegistryWhosePlansCantBeApprovedYet() throws Exception {
        Configuration configuration = ConfigurationFile.read(FILE);

        assertThat(configuration.registries())
                .extracting(RegistryConfig::name, RegistryConfig::environmentsComplete)
                .containsExactly(tuple("main", false));
        assertThat(configuration.environments())
                .extracting(EnvironmentConfig::url)
                .containsExactly(URI.create("tcp://engine:2375"));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void itsPolicyCanBeRead() throws Exception {
        List<Path> policies = ConfigurationFile.read(FILE).policies();

        assertThat(PolicyFiles.read(policies)).extracting(RetentionPolicy::name).containsExactly("default");
    }
}
