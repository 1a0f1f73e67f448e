package dev.regent;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.regent.Regent.Proposal;
import dev.regent.Regent.Request;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.given.EnvironmentBuilder;
import dev.regent.given.PolicyBuilder;
import dev.regent.given.RegistryBuilder;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistrySource;
import dev.regent.plan.HeldBack;
import dev.regent.plan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegentTest {

    private static final String CHART = "application/vnd.cncf.helm.config.v1+json";

    private final List<String> asked = new ArrayList<>();
    private final List<BuildTimes> wanted = new ArrayList<>();
    private final RegistryBuilder main = registry("main");
    private final RegistryBuilder other = registry("other");

    private static RegistryBuilder registry(String name) {
        return aRegistry(name)
                .with(aRepository()
                        .with(anImage(1).builtDaysAgo(90), "v1")
                        .with(anImage(2).builtDaysAgo(40), "v2")
                        .with(anImage(3).builtDaysAgo(1), "v3"));
    }

    @Test
    void proposesWhatNothingKeepsOverAllRegistries() throws InterruptedException {
        Proposal proposal = Regent.propose(request(List.of(), aPolicy().removeOlderThan(60)), Progress.SILENT);

        assertThat(proposal.plan().steps())
                .extracting(Step::registry, Step::digest)
                .containsExactly(tuple("other", digest(1)), tuple("main", digest(1)));
        assertThat(proposal.registries()).containsExactly(other.observed(), main.observed());
        assertThat(proposal.judged()).hasSize(2);
    }

    @Test
    void asksEnvironmentsAfterRegistriesAndHeedsThem() throws InterruptedException {
        EnvironmentBuilder host = anEnvironment().running("web", "main.example/app:v1");
        Proposal proposal = Regent.propose(request(List.of(host), aPolicy().removeOlderThan(60)), Progress.SILENT);

        assertThat(asked).containsExactly("other", "main", "host");
        assertThat(proposal.environments()).containsExactly(host.observed());
        assertThat(proposal.plan().steps()).extracting(Step::registry).containsExactly("other");
    }

    @Test
    void saysWhatEnvironmentsThatWereNotHeardHoldBackTogether() throws InterruptedException {
        EnvironmentBuilder heard = anEnvironment("prod").running("web", "main.example/app:v1");
        EnvironmentBuilder silent = anEnvironment("edge").heard(Heard.NO, "no answer");
        EnvironmentBuilder partly =
                anEnvironment("lab").running("db", "other.example/app:v2").heard(Heard.PARTLY, "tasks: no answer");
        PolicyBuilder policy = aPolicy().removeOlderThan(30);
        Request blind = request(List.of(heard, silent, partly), policy);
        Proposal blindly = Regent.propose(blind, Progress.SILENT);
        Proposal all = Regent.propose(
                request(List.of(heard, anEnvironment("lab").running("db", "other.example/app:v2")), policy),
                Progress.SILENT);

        assertThat(blindly.plan().steps()).isEmpty();
        assertThat(all.plan().steps())
                .extracting(Step::registry, Step::digest)
                .containsExactly(tuple("other", digest(1)), tuple("main", digest(2)));
        assertThat(Regent.heldBack(blind, blindly))
                .isEqualTo(new HeldBack(all.plan().reclaimBytes(), 2));
        assertThat(all.plan().reclaimBytes()).isPositive();
    }

    @Test
    void nothingIsHeldBackWhereAllWasHeardOrNobodyAsked() throws InterruptedException {
        for (List<EnvironmentBuilder> environments : List.of(
                List.<EnvironmentBuilder>of(), List.of(anEnvironment().running("web", "main.example/app:v1")))) {
            Request request = request(environments, aPolicy().removeOlderThan(60));

            assertThat(Regent.heldBack(request, Regent.propose(request, Progress.SILENT)))
                    .isEqualTo(HeldBack.NOTHING);
        }
    }

    @Test
    void wantsBuildTimesOnlyWhereAPolicyAsksForThem() throws InterruptedException {
        Regent.propose(
                request(
                        List.of(),
                        aPolicy("ages")
                                .registry("main")
                                .repository("app")
                                .artifactType(CHART)
                                .removeOlderThan(60),
                        aPolicy("tags").keep(anyTag("v1"))),
                Progress.SILENT);
        BuildTimes ofOther = wanted.get(0);
        BuildTimes ofMain = wanted.get(1);

        assertThat(ofMain.needed("app", Optional.empty())).isTrue();
        assertThat(ofMain.needed("app", Optional.of(CHART))).isTrue();
        assertThat(ofMain.needed("app", Optional.of("model/x"))).isFalse();
        assertThat(ofMain.needed("db", Optional.empty())).isFalse();
        assertThat(ofOther.needed("app", Optional.empty())).isFalse();
    }

    @Test
    void aRequestKeepsTheOrderOfItsRegistriesAndDoesNotChange() {
        Map<String, RegistrySource> registries = new LinkedHashMap<>();
        registries.put("z", source("z", main));
        registries.put("a", source("a", other));
        Request request = new Request(registries, List.of(), List.of(), NOW);
        registries.clear();

        assertThat(request.registries().keySet()).containsExactly("z", "a");
    }

    private Request request(List<EnvironmentBuilder> environments, PolicyBuilder... policies) {
        Map<String, RegistrySource> registries = new LinkedHashMap<>();
        registries.put("other", source("other", other));
        registries.put("main", source("main", main));
        List<EnvironmentSource> sources = environments.stream()
                .map(environment -> (EnvironmentSource) progress -> {
                    asked.add(environment.observed().name());
                    return environment.observed();
                })
                .toList();
        List<RetentionPolicy> built =
                Stream.of(policies).map(PolicyBuilder::build).toList();
        return new Request(registries, sources, built, NOW);
    }

    private RegistrySource source(String name, RegistryBuilder registry) {
        return (times, progress) -> {
            asked.add(name);
            wanted.add(times);
            return registry.observed();
        };
    }
}
