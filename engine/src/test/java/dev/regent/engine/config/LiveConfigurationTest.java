package dev.regent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigurationTest {

    private static final String ONE = "registries: [{name: one, url: 'http://one'}]\npolicies: [policies]\n";
    private static final String TWO = "registries: [{name: two, url: 'http://two'}]\npolicies: [policies]\n";
    private static final Refresh UNCHANGED = new Refresh.Unchanged();
    private static final Refresh SETTLING = new Refresh.Settling();

    private Path folder;
    private Path file;
    private Path policies;

    @BeforeEach
    void prepare(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = Files.writeString(folder.resolve("regent.yaml"), ONE);
        this.policies = Files.createDirectory(folder.resolve("policies"));
        Files.writeString(policies.resolve("a.yaml"), policy("a"));
    }

    @Test
    void takesAChangeOnceTwoLooksFoundTheSame() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);
        InForce before = live.current();
        assertThat(live.refresh()).isEqualTo(UNCHANGED);

        Files.writeString(file, TWO);

        assertThat(live.refresh()).isEqualTo(SETTLING);
        assertThat(live.current()).isSameAs(before);
        Refresh refresh = live.refresh();
        assertThat(refresh).isEqualTo(new Refresh.Changed(before, live.current()));
        assertThat(names(live)).isEqualTo("two: a");
        assertThat(live.refresh()).isEqualTo(UNCHANGED);
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotTaken() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);
        for (int end = 0; end < TWO.length(); end += 3) {
            Files.writeString(file, TWO.substring(0, end));
            assertThat(live.refresh()).isEqualTo(SETTLING);
            assertThat(names(live)).isEqualTo("one: a");
        }
        Files.writeString(file, TWO);

        assertThat(live.refresh()).isEqualTo(SETTLING);
        assertThat(live.refresh()).isInstanceOf(Refresh.Changed.class);
        assertThat(live.problem()).isEmpty();
    }

    @Test
    void whatIsBrokenLeavesTheLastGoodInForceAndIsSaidUntilItIsMended() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);
        InForce before = live.current();

        Files.writeString(file, "registries: [{name: two}]\ngrase: 1d\n");

        assertThat(settled(live)).isEqualTo(new Refresh.Broken(live.problems()));
        assertThat(live.problem().orElseThrow())
                .isEqualTo(file + ":1:14: a registry needs `url`; add `url: https://registry.example`\n" + file
                        + ":2:1: unknown key `grase`; did you mean `grace`? allowed in the configuration: registries,"
                        + " environments, policies, pins, grace, approval, limits, undo, tokenRealms, timeout,"
                        + " ownership, approvedRegistries");
        assertThat(live.refresh()).isEqualTo(UNCHANGED);
        assertThat(live.problem()).isPresent();
        assertThat(live.current()).isSameAs(before);

        Files.writeString(file, ONE);

        assertThat(settled(live)).isEqualTo(UNCHANGED);
        assertThat(live.problem()).isEmpty();
        assertThat(live.current()).isSameAs(before);
    }

    @Test
    void aFileThatIsGoneOrEmptyChangesNothing() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);

        Files.delete(file);
        assertThat(settled(live)).isInstanceOf(Refresh.Broken.class);
        Files.writeString(file, "\n");
        assertThat(settled(live)).isInstanceOf(Refresh.Broken.class);

        assertThat(names(live)).isEqualTo("one: a");
        assertThat(live.problem().orElseThrow()).startsWith(file + ":1:1: this file is gone or empty; what it said");

        Files.writeString(file, "registries: []");
        assertThat(settled(live)).isInstanceOf(Refresh.Changed.class);
        assertThat(names(live)).isEqualTo(": ");
    }

    @Test
    void aFileThatIsGoneForAMomentIsNotNoticed() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);

        Files.delete(file);
        assertThat(live.refresh()).isEqualTo(SETTLING);
        Files.writeString(file, ONE);

        assertThat(live.refresh()).isEqualTo(UNCHANGED);
        assertThat(live.refresh()).isEqualTo(UNCHANGED);
    }

    @Test
    void followsWhatIsInAFolderOfPolicies() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);

        Files.writeString(policies.resolve("b.yml"), policy("b"));
        assertThat(settled(live)).isInstanceOf(Refresh.Changed.class);
        assertThat(names(live)).isEqualTo("one: ab");
        Files.writeString(policies.resolve("notes.txt"), "no policy");
        assertThat(live.refresh()).isEqualTo(UNCHANGED);
        Files.delete(policies.resolve("a.yaml"));
        assertThat(settled(live)).isInstanceOf(Refresh.Changed.class);
        assertThat(names(live)).isEqualTo("one: b");
        Files.delete(policies.resolve("b.yml"));
        assertThat(settled(live)).isInstanceOf(Refresh.Broken.class);
        assertThat(names(live)).isEqualTo("one: b");
        Files.delete(policies.resolve("notes.txt"));
        Files.delete(policies);
        assertThat(settled(live)).isInstanceOf(Refresh.Broken.class);
        assertThat(live.problem().orElseThrow()).contains("there is no such file or folder: " + policies);
        assertThat(names(live)).isEqualTo("one: b");
    }

    @Test
    void aBrokenPolicyLeavesFileAndPoliciesAsTheyWereTogether() throws Exception {
        LiveConfiguration live = LiveConfiguration.load(file);

        Files.writeString(file, TWO);
        Files.writeString(policies.resolve("a.yaml"), policy("a") + "more: 1\n");

        assertThat(settled(live)).isInstanceOf(Refresh.Broken.class);
        assertThat(live.problem().orElseThrow()).startsWith(policies.resolve("a.yaml") + ":5:1: unknown key `more`");
        assertThat(names(live)).isEqualTo("one: a");
    }

    @Test
    void followsLinksThatAreExchanged() throws Exception {
        Path first = version("first", ONE, "a");
        Path second = version("second", TWO, "b");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Path data = Files.createSymbolicLink(mounted.resolve("..data"), first);
        Path linked = Files.createSymbolicLink(mounted.resolve("regent.yaml"), Path.of("..data", "regent.yaml"));
        Files.createSymbolicLink(mounted.resolve("policies"), Path.of("..data", "policies"));
        LiveConfiguration live = LiveConfiguration.load(linked);
        assertThat(names(live)).isEqualTo("one: a");

        Path next = Files.createSymbolicLink(mounted.resolve("..next"), second);
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(settled(live)).isInstanceOf(Refresh.Changed.class);
        assertThat(names(live)).isEqualTo("two: b");
        Files.delete(data);
        assertThat(settled(live)).isInstanceOf(Refresh.Broken.class);
        assertThat(names(live)).isEqualTo("two: b");
    }

    @Test
    void beginsWithNothingWhereThereIsNoFileAndFollowsOnceThereIs() throws Exception {
        Files.delete(file);
        LiveConfiguration live = LiveConfiguration.load(file);
        assertThat(live.refresh()).isEqualTo(UNCHANGED);

        Files.writeString(file, ONE);

        assertThat(settled(live)).isInstanceOf(Refresh.Changed.class);
        assertThat(names(live)).isEqualTo("one: a");
    }

    @Test
    void doesNotBeginWithWhatIsBroken() throws Exception {
        Files.writeString(policies.resolve("a.yaml"), "rules: []\n");

        assertThatThrownBy(() -> LiveConfiguration.load(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(policies.resolve("a.yaml") + ":1:1: a policy needs `apiVersion`");
    }

    private Path version(String name, String configuration, String policy) throws IOException {
        Path version = Files.createDirectory(folder.resolve(name));
        Files.writeString(version.resolve("regent.yaml"), configuration);
        Files.createDirectory(version.resolve("policies"));
        Files.writeString(version.resolve("policies/p.yaml"), policy(policy));
        return version;
    }

    private static Refresh settled(LiveConfiguration live) {
        assertThat(live.refresh()).isEqualTo(SETTLING);
        return live.refresh();
    }

    private static String names(LiveConfiguration live) {
        List<String> registries = live.current().configuration().registries().stream()
                .map(RegistryConfig::name)
                .toList();
        return String.join("", registries) + ": "
                + String.join(
                        "",
                        live.current().policies().stream().map(it -> it.name()).toList());
    }

    private static String policy(String name) {
        return "apiVersion: regent.dev/v1\nkind: RetentionPolicy\nmetadata: {name: " + name + "}\nrules: []\n";
    }
}
