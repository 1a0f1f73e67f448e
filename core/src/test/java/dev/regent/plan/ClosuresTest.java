package dev.regent.plan;

import static dev.regent.given.Digests.fallbackTag;
import static dev.regent.given.Estate.anEstate;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.given.ManifestBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What stands or falls together, against a slower way of finding it, in made-up repositories.
class ClosuresTest {

    private static final int WORLDS = 300;

    @Test
    void theStepsOfAClosureAreWhatHangsTogether() {
        long largest = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            RepositoryBuilder repository = madeUp(new Random(seed));
            List<Step> steps = steps(repository);
            Map<Digest, Set<Digest>> closures = closures(steps);
            Set<Set<Digest>> components = components(repository.inventory(), steps);

            assertThat(new HashSet<>(closures.values())).as("seed %d", seed).isEqualTo(components);
            assertThat(closures).as("seed %d", seed).hasSameSizeAs(components);
            largest = Math.max(
                    largest,
                    closures.values().stream().mapToInt(Set::size).max().orElse(0));
        }
        assertThat(largest).as("members of the largest closure").isGreaterThan(4);
    }

    @Test
    void aClosureIsNamedByItsFirstStep() {
        for (long seed = 0; seed < WORLDS; seed++) {
            Set<Digest> met = new HashSet<>();
            for (Step step : steps(madeUp(new Random(seed)))) {
                if (met.add(step.closure())) {
                    assertThat(step.digest()).as("seed %d", seed).isEqualTo(step.closure());
                }
            }
        }
    }

    private static List<Step> steps(RepositoryBuilder repository) {
        return anEstate(aRegistry().with(repository))
                .plan(aPolicy().removeOlderThan(30).keep(anyTag("stable")).allowEmpty())
                .steps();
    }

    private static Map<Digest, Set<Digest>> closures(List<Step> steps) {
        Map<Digest, Set<Digest>> closures = new HashMap<>();
        steps.forEach(step ->
                closures.computeIfAbsent(step.closure(), _ -> new TreeSet<>()).add(step.digest()));
        return closures;
    }

    private static Set<Set<Digest>> components(RepositoryInventory inventory, List<Step> steps) {
        Set<Digest> left = new TreeSet<>();
        steps.forEach(step -> left.add(step.digest()));
        Set<Set<Digest>> components = new HashSet<>();
        while (!left.isEmpty()) {
            Digest start = left.iterator().next();
            Set<Digest> component = new TreeSet<>();
            Deque<Digest> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                Digest next = open.remove();
                if (left.remove(next)) {
                    component.add(next);
                    left.stream()
                            .filter(other -> joined(inventory, next, other))
                            .forEach(open::add);
                }
            }
            components.add(component);
        }
        return components;
    }

    private static boolean joined(RepositoryInventory inventory, Digest one, Digest other) {
        return holds(inventory, one, other) || holds(inventory, other, one);
    }

    private static boolean holds(RepositoryInventory inventory, Digest holder, Digest held) {
        for (int each : inventory.held(inventory.find(holder))) {
            if (inventory.digest(each).equals(held)) {
                return true;
            }
        }
        return false;
    }

    private static RepositoryBuilder madeUp(Random random) {
        RepositoryBuilder repository = aRepository();
        List<ManifestContent> made = new ArrayList<>();
        int count = 2 + random.nextInt(12);
        for (int number = 1; number <= count; number++) {
            ManifestContent[] children = new ManifestContent[made.isEmpty() ? 0 : random.nextInt(3)];
            for (int child = 0; child < children.length; child++) {
                children[child] = made.get(random.nextInt(made.size()));
            }
            ManifestBuilder manifest = children.length > 0
                    ? anIndex(number, children)
                    : anImage(number).builtDaysAgo(random.nextInt(5) == 0 ? 1 : 90);
            if (!made.isEmpty() && random.nextInt(4) == 0) {
                manifest.subject(made.get(random.nextInt(made.size())));
            }
            ManifestContent built = manifest.build();
            made.add(built);
            String[] tags = switch (random.nextInt(8)) {
                case 0, 1, 2 -> new String[] {"v" + number};
                case 3 ->
                    new String[] {
                        fallbackTag(made.get(random.nextInt(made.size())).digest()) + ".sig"
                    };
                case 4 -> new String[] {"stable"};
                default -> new String[0];
            };
            repository.with(built, tags);
        }
        return repository;
    }
}
