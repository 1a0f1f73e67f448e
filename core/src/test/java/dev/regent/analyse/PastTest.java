package dev.regent.analyse;

import static dev.regent.given.Digests.config;
import static dev.regent.given.Digests.digest;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.retention.Condition;
import dev.regent.analyse.retention.Condition.Picked;
import dev.regent.analyse.retention.Condition.UntaggedFor;
import dev.regent.analyse.retention.Condition.UsedWithin;
import dev.regent.analyse.retention.RetentionJudge;
import dev.regent.given.EnvironmentBuilder;
import dev.regent.given.PolicyBuilder;
import dev.regent.given.RegistryBuilder;
import dev.regent.inventory.RegistryInventory;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What earlier looks and people know besides.
class PastTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Keep CAME_BACK =
            new Keep("reappeared", "it was deleted and came back; a person has to pick it for it to be proposed again");

    private final FakePast past = new FakePast();
    private final ManifestContent amd = anImage(1).builtDaysAgo(90).build();
    private final ManifestContent arm = anImage(2).builtDaysAgo(90).build();
    private final RegistryBuilder registry = aRegistry()
            .with(aRepository()
                    .with(amd)
                    .with(arm)
                    .with(anIndex(3, amd, arm), "v1")
                    .with(anImage(4).builtDaysAgo(80), "v2")
                    .with(anImage(5).builtDaysAgo(70)));

    /// Knows what it was told and nothing else.
    private static final class FakePast implements Past {
        private final Map<Digest, Truth> used = new HashMap<>();
        private final Map<Digest, Instant> untagged = new HashMap<>();
        private final Set<Digest> back = new HashSet<>();

        @Override
        public Truth usedSince(Digest digest, Instant since) {
            assertThat(since).isEqualTo(NOW.minus(WEEK));
            return used.getOrDefault(digest, Truth.FALSE);
        }

        @Override
        public Optional<Instant> untaggedSince(String repository, Digest manifest) {
            return repository.equals("app") ? Optional.ofNullable(untagged.get(manifest)) : Optional.empty();
        }

        @Override
        public boolean reappeared(String repository, Digest manifest) {
            return repository.equals("app") && back.contains(manifest);
        }
    }

    private RepositoryView view(Uses uses) {
        RegistryInventory inventory = registry.inventory();
        return RepositoryView.of(inventory, inventory.repositories().getFirst(), uses, past, NOW);
    }

    private Uses asked(EnvironmentBuilder environment) {
        return environment.uses(registry.inventory());
    }

    private static List<Truth> all(Condition condition, RepositoryView view) {
        return IntStream.range(0, view.images().size())
                .mapToObj(image -> condition.holds(view.images(), image))
                .toList();
    }

    private static List<Verdict> verdicts(RepositoryView view, PolicyBuilder policy) {
        return RetentionJudge.judge(view, List.of(policy.build())).stream()
                .map(Judgement::verdict)
                .toList();
    }

    private static Use pin(Optional<ImageReference> reference, Set<Digest> digests) {
        return new Use("regent", "ann: audit", Use.Kind.PINNED, reference, digests);
    }

    private List<Truth> usedWithinAWeek(Uses uses) {
        return all(new UsedWithin(WEEK, "usedWithin: 7d"), view(uses));
    }

    @Test
    void usedWithinIsUnknownWhereThePastIs() {
        past.used.put(digest(4), Truth.UNKNOWN);

        assertThat(usedWithinAWeek(asked(anEnvironment())))
                .containsExactly(Truth.FALSE, Truth.FALSE, Truth.FALSE, Truth.UNKNOWN, Truth.FALSE);
    }

    @Test
    void usedWithinIsUnknownWithoutAPast() {
        assertThat(Past.NOTHING.usedSince(digest(1), NOW)).isEqualTo(Truth.UNKNOWN);
        assertThat(Past.NOTHING.untaggedSince("app", digest(1))).isEmpty();
        assertThat(Past.NOTHING.newSince("app", digest(1))).isEmpty();
        assertThat(Past.NOTHING.reappeared("app", digest(1))).isFalse();
    }

    /// A clock that jumped ahead a week makes a week of the last hour.
    @Test
    void nothingIsKnownOfTimesByClocksThatDisagree() {
        registry.clockOff(Duration.ofMinutes(6));
        past.untagged.put(digest(5), NOW.minus(WEEK));
        past.used.put(digest(3), Truth.TRUE);

        assertThat(usedWithinAWeek(asked(anEnvironment().running("web", digest(4)))))
                .containsExactly(Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN, Truth.TRUE, Truth.UNKNOWN);
        assertThat(all(new UntaggedFor(WEEK, "untaggedFor: 7d"), view(asked(anEnvironment()))))
                .containsExactly(Truth.UNKNOWN, Truth.UNKNOWN, Truth.FALSE, Truth.FALSE, Truth.UNKNOWN);
    }

    @Test
    void aUseInThePastSpreadsFromAChildToItsIndex() {
        past.used.put(digest(2), Truth.TRUE);

        assertThat(usedWithinAWeek(asked(anEnvironment())))
                .containsExactly(Truth.FALSE, Truth.TRUE, Truth.TRUE, Truth.FALSE, Truth.FALSE);
    }

    @Test
    void aUseInThePastSpreadsFromAConfig() {
        past.used.put(config(1), Truth.TRUE);
        past.used.put(config(4), Truth.UNKNOWN);

        assertThat(usedWithinAWeek(asked(anEnvironment())))
                .containsExactly(Truth.TRUE, Truth.FALSE, Truth.TRUE, Truth.UNKNOWN, Truth.FALSE);
    }

    @Test
    void aUseOfAnIndexInThePastIsNotOneOfItsChildren() {
        past.used.put(digest(3), Truth.TRUE);

        assertThat(usedWithinAWeek(asked(anEnvironment())))
                .containsExactly(Truth.FALSE, Truth.FALSE, Truth.TRUE, Truth.FALSE, Truth.FALSE);
    }

    @Test
    void whatRunsNowIsUsedWhateverThePastSays() {
        assertThat(usedWithinAWeek(asked(anEnvironment().running("web", digest(4)))))
                .containsExactly(Truth.FALSE, Truth.FALSE, Truth.FALSE, Truth.TRUE, Truth.FALSE);
    }

    @Test
    void aPinIsNoUse() {
        Uses pinned = asked(anEnvironment()).with(List.of(pin(Optional.empty(), Set.of(digest(4)))), Set.of());

        assertThat(usedWithinAWeek(pinned)).containsOnly(Truth.FALSE);
        assertThat(view(pinned).evidence().usedBy(3)).isEmpty();
    }

    @Test
    void nothingIsUsedWhereNobodyWasAsked() {
        past.used.put(digest(4), Truth.TRUE);

        assertThat(usedWithinAWeek(Uses.notAsked())).containsOnly(Truth.FALSE);
    }

    @Test
    void untaggedForIsUnknownUntilItWasSeenSoForThatLong() {
        UntaggedFor condition = new UntaggedFor(WEEK, "untaggedFor: 7d");
        RepositoryView view = view(Uses.notAsked());

        assertThat(condition.holds(view.images(), 4)).isEqualTo(Truth.UNKNOWN);
        past.untagged.put(digest(5), NOW.minus(WEEK).plusNanos(1));
        assertThat(condition.holds(view.images(), 4)).isEqualTo(Truth.UNKNOWN);
        past.untagged.put(digest(5), NOW.minus(WEEK));
        assertThat(condition.holds(view.images(), 4)).isEqualTo(Truth.TRUE);
        past.untagged.put(digest(4), NOW.minus(WEEK));
        assertThat(condition.holds(view.images(), 3)).isEqualTo(Truth.FALSE);
    }

    @Test
    void aPinKeepsWhateverThePoliciesSay() {
        Uses pinned = Uses.notAsked().with(List.of(pin(Optional.empty(), Set.of(digest(4)))), Set.of());

        List<Verdict> verdicts =
                verdicts(view(pinned), aPolicy().removeOlderThan(30).allowEmpty());

        assertThat(verdicts.get(3)).isEqualTo(new Keep("pinned", "pinned in regent (ann: audit)"));
        assertThat(verdicts.get(2)).isInstanceOf(Verdict.Remove.class);
    }

    @Test
    void aPinOfATagKeepsTheIndexAndItsChildren() {
        Uses pinned =
                Uses.notAsked().with(List.of(pin(ImageReference.parse("main.example/app:v1"), Set.of())), Set.of());

        List<Verdict> verdicts =
                verdicts(view(pinned), aPolicy().removeOlderThan(30).allowEmpty());

        assertThat(verdicts.subList(0, 3)).extracting(Verdict::danger).containsOnly(0);
        assertThat(verdicts.get(2)).isEqualTo(new Keep("pinned", "pinned in regent (ann: audit)"));
        assertThat(verdicts.get(3)).isInstanceOf(Verdict.Remove.class);
    }

    @Test
    void aPinOfAChildKeepsItsIndex() {
        Uses pinned = Uses.notAsked().with(List.of(pin(Optional.empty(), Set.of(digest(1)))), Set.of());

        assertThat(verdicts(view(pinned), aPolicy().removeOlderThan(30).allowEmpty())
                        .subList(0, 3))
                .extracting(Verdict::danger)
                .containsOnly(0);
    }

    @Test
    void aUseIsToldBeforeAPin() {
        Uses both = asked(anEnvironment().running("web", digest(4)))
                .with(List.of(pin(Optional.empty(), Set.of(digest(4)))), Set.of());

        assertThat(view(both).evidence().protection(3)).contains(new Keep("in-use", "runs in host (web)"));
    }

    @Test
    void pinsAreAddedAndChangeNothingElse() {
        Uses before = asked(anEnvironment().running("web", digest(4)).running("tagged", "main.example/app:v1"));
        Uses with = before.with(List.of(pin(Optional.empty(), Set.of(digest(5)))), Set.of());

        assertThat(with.asked()).isTrue();
        assertThat(view(with).evidence().usedBy(3)).contains("runs in host (web)");
        assertThat(view(with).evidence().usedBy(2)).contains("runs in host (tagged)");
        assertThat(view(with).evidence().protection(4)).isPresent();
        assertThat(view(before).evidence().protection(4)).isEmpty();
    }

    @Test
    void whatIsPinnedByDigestIsFoundWhereItIsNotSeen() {
        Uses pinned = Uses.notAsked().with(List.of(pin(Optional.empty(), Set.of(digest(9)))), Set.of());

        assertThat(view(pinned).evidence().usedByDigest(digest(9))).contains("pinned in regent (ann: audit)");
        assertThat(view(pinned).evidence().usedByDigest(digest(8))).isEmpty();
    }

    @Test
    void aTagUnderTheHostOfARegistryThatIsNotLookedAtProtectsNothingHere() {
        Uses elsewhere = asked(anEnvironment().running("web", "elsewhere.example/app:v2"));

        assertThat(view(elsewhere).evidence().usedBy(3)).contains("runs in host (web)");
        assertThat(view(elsewhere.with(List.of(), Set.of("elsewhere.example")))
                        .evidence()
                        .usedBy(3))
                .isEmpty();
        assertThat(view(elsewhere.with(List.of(), Set.of("another.example")))
                        .evidence()
                        .usedBy(3))
                .contains("runs in host (web)");
    }

    @Test
    void whatCameBackIsNotProposedAgain() {
        past.back.add(digest(4));

        List<Verdict> verdicts =
                verdicts(view(Uses.notAsked()), aPolicy().removeOlderThan(30).allowEmpty());

        assertThat(verdicts.get(3)).isEqualTo(CAME_BACK);
        assertThat(verdicts.get(2)).isInstanceOf(Verdict.Remove.class);
    }

    @Test
    void aUseIsToldBeforeAReturn() {
        past.back.add(digest(4));

        assertThat(view(asked(anEnvironment().running("web", digest(4))))
                        .evidence()
                        .protection(3))
                .contains(new Keep("in-use", "runs in host (web)"));
        assertThat(view(Uses.notAsked()).evidence().protection(3)).contains(CAME_BACK);
        assertThat(view(Uses.notAsked()).evidence().protection(2)).isEmpty();
    }

    @Test
    void removesWhatWasPickedAndNothingElse() {
        Picked picked = new Picked(Set.of(digest(5), digest(4)));

        assertThat(all(picked, view(Uses.notAsked())))
                .containsExactly(Truth.FALSE, Truth.FALSE, Truth.FALSE, Truth.TRUE, Truth.TRUE);
        assertThat(picked.written()).isEqualTo("picked: " + digest(4) + " " + digest(5));
        assertThat(verdicts(view(Uses.notAsked()), aPolicy().remove(picked).allowEmpty()))
                .extracting(Verdict::danger)
                .containsExactly(0, 0, 0, 2, 2);
        assertThat(aPolicy().remove(picked).allowEmpty().build().needsBuildTimes())
                .isFalse();
    }

    @Test
    void whatWasPickedIsStillKeptWhereItIsUsedOrPinned() {
        Picked picked = new Picked(Set.of(digest(5), digest(4)));
        Uses uses = asked(anEnvironment().running("web", digest(4)))
                .with(List.of(pin(Optional.empty(), Set.of(digest(5)))), Set.of());

        assertThat(verdicts(view(uses), aPolicy().remove(picked).allowEmpty()))
                .extracting(Verdict::rule)
                .contains("in-use", "pinned");
    }

    @Test
    void picksDoNotChangeAfterwards() {
        Set<Digest> digests = new HashSet<>(Set.of(digest(4)));
        Picked picked = new Picked(digests);
        digests.clear();

        assertThat(picked.digests()).containsExactly(digest(4));
    }
}
