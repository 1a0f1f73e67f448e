package dev.regent.act;

import static dev.regent.given.EnvironmentBuilder.anEnvironment;

import dev.regent.approve.ApprovedPlan;
import dev.regent.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Made-up registries with a few of everything: images, indexes within indexes, referrers of both
/// kinds, shared children, uses. The same seed makes the same.
final class RandomWorld {

    private RandomWorld() {}

    static World of(long seed) {
        Random random = new Random(seed);
        World world = new World();
        world.volume = random.nextBoolean();
        world.timeFlies = seed % 2 == 0;
        List<Sample> images = new ArrayList<>();
        int count = 3 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Sample image = Sample.image(seed + " image " + i, random.nextInt(4) == 0 ? 5 : 60 + i);
            images.add(image);
            world.push(image, random.nextInt(3) == 0 ? new String[] {"i" + i} : new String[0]);
        }
        List<Sample> indexes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            Sample[] children = new Sample[1 + random.nextInt(2)];
            for (int c = 0; c < children.length; c++) {
                boolean nested = !indexes.isEmpty() && random.nextInt(3) == 0;
                List<Sample> from = nested ? indexes : images;
                children[c] = from.get(random.nextInt(from.size()));
            }
            Sample index = Sample.index(seed + " index " + i, children);
            indexes.add(index);
            world.push(index, "x" + i);
        }
        List<Sample> all = new ArrayList<>(images);
        all.addAll(indexes);
        for (int i = 0; i < random.nextInt(3); i++) {
            world.push(Sample.referrer(seed + " referrer " + i, all.get(random.nextInt(all.size()))));
        }
        if (random.nextBoolean()) {
            Sample subject = all.get(random.nextInt(all.size()));
            world.push(Sample.image(seed + " signature", 90), subject.fallbackTag() + ".sig");
        }
        world.push(Sample.image(seed + " old", 99), "old");
        world.environment = random.nextInt(3) == 0
                ? anEnvironment()
                        .running("db", images.get(random.nextInt(count)).digest())
                : anEnvironment();
        return world;
    }

    /// What goes wrong in it, always in the same way.
    static void trouble(World world, ApprovedPlan approved, long seed) {
        Random random = new Random(-seed);
        for (Step step : approved.plan().steps()) {
            String delete = "delete app " + step.digest().brief();
            switch (random.nextInt(8)) {
                case 0 -> world.registry.refuse(delete, 409);
                case 1, 2 -> world.registry.unknown(delete, true, FakeRegistry.ALWAYS);
                default -> {}
            }
        }
    }
}
