package dev.regent.testkit.demo;

import dev.regent.oci.Digest;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/// What happens next. All chance is of the seed; time goes on by a second a step.
final class LiveScript {

    /// A registry without a list of referrers, as most that run are, where manifests can be
    /// deleted.
    static final Behaviour WELL = Behaviour.distribution().writes(Writes.BY_DIGEST);

    /// The name that workloads know the registry by.
    static final String HOST = "registry.shop.example";

    private final RegistryDouble registry;
    private final LiveImages images;
    private final LiveEngine production;
    private final LiveEngine buildHost;
    private final LivePortainer portainer;
    private final Instant start;
    private static final int CALM = 24;
    private static final int TROUBLE_FROM = 94;

    private final Random random;
    private int steps;
    private int registryWellAt;
    private int enginesWellAt;

    LiveScript(
            RegistryDouble registry,
            LiveImages images,
            LiveEngine production,
            LiveEngine buildHost,
            LivePortainer portainer,
            Instant start,
            Random random) {
        this.registry = registry;
        this.images = images;
        this.production = production;
        this.buildHost = buildHost;
        this.portainer = portainer;
        this.start = start;
        this.random = random;
    }

    /// What runs at the start: mostly the newest, and here and there what nobody dared to touch.
    void deploy() {
        release("shop_web", "shop/web", 1);
        release("shop_web", "shop/web", 0);
        service("shop_checkout", "shop/checkout", "1.1.0-rc.1");
        release("shop_checkout", "shop/checkout", 0);
        service("shop_search", "shop/search", images.oldestBuild("shop/search"));
        release("ingress", "platform/ingress", 2);
        release("ingress", "platform/ingress", 0);
        release("agent", LiveImages.AGENT, 0);
        service("shop_web-canary", "shop/web", images.oldestBuild("shop/web"));
        service("shop_web-canary", "shop/web", "1.4.0-rc.1");
        release("shop_search-admin", "shop/search", 3);
        service(
                "pipeline",
                LiveImages.PIPELINE,
                images.tags(LiveImages.PIPELINE, "nightly-.*").getLast());
        container("ci-runner-1", LiveImages.BUILDER, "v24", "running");
        container("ci-runner-2", LiveImages.BUILDER, "v22", "running");
        container("e2e-browser", "shop/checkout", images.oldestBuild("shop/checkout"), "exited");
        container(
                "pipeline-replay",
                LiveImages.PIPELINE,
                images.tags(LiveImages.PIPELINE, "nightly-.*").getFirst(),
                "exited");
    }

    void step() {
        steps++;
        if (steps == registryWellAt) {
            registry.behave(WELL);
        }
        if (steps == enginesWellAt) {
            production.silent(false);
            buildHost.silent(false);
        }
        // Newcomers look around first.
        int chance = random.nextInt(steps < CALM ? TROUBLE_FROM : 100);
        if (chance < TROUBLE_FROM) {
            registry.change(_ -> happen(chance));
        } else if (chance < 97) {
            silence(random.nextInt(3) == 0 ? buildHost : production);
        } else {
            refusals(chance == 97 ? Fault.rateLimited(Duration.ofSeconds(2)) : Fault.status(503));
        }
    }

    private void happen(int chance) {
        String repository = any(LiveImages.SERVICES);
        Instant now = start.plusSeconds(steps);
        if (chance < 26) {
            images.build(repository, now);
        } else if (chance < 34) {
            images.release(repository, now);
        } else if (chance < 42) {
            images.edge(now);
        } else if (chance < 47) {
            portainer.step();
        } else if (chance < 60) {
            update();
        } else if (chance < 68) {
            rollBack();
        } else if (chance < 78) {
            startOrEnd();
        } else if (chance < 86) {
            anyImage(repository).ifPresent(digest -> images.sign(repository, digest));
        } else if (chance < 91) {
            anyImage(repository).ifPresent(digest -> images.describe(repository, digest));
        } else {
            images.chart(now);
        }
    }

    /// A service gets the newest release of its repository, a canary the build of some commit.
    private void update() {
        String name = anyService();
        String repository = repositoryOf(name);
        boolean canary = name.endsWith("-canary");
        List<String> builds = images.tags(repository, "main-.*");
        Optional<String> tag =
                canary && !builds.isEmpty() ? Optional.of(any(builds)) : images.newestRelease(repository);
        tag.ifPresent(found -> service(name, repository, found));
    }

    private void rollBack() {
        String name = anyService();
        Optional.ofNullable(production.services().get(name))
                .flatMap(LiveEngine.Service::before)
                .ifPresent(image -> production.deploy(name, image));
    }

    private void startOrEnd() {
        String name = any(new ArrayList<>(new TreeSet<>(buildHost.containers().keySet())));
        Optional.ofNullable(buildHost.containers().get(name))
                .ifPresent(one -> buildHost.run(name, one.in(one.state().equals("running") ? "exited" : "running")));
    }

    private void silence(LiveEngine engine) {
        engine.silent(true);
        enginesWellAt = steps + 5 + random.nextInt(4);
    }

    private void refusals(Fault fault) {
        registry.behave(WELL.fault(fault));
        registryWellAt = steps + 5 + random.nextInt(4);
    }

    private Optional<Digest> anyImage(String repository) {
        List<String> tags = images.tags(repository, "\\d.*|main-.*");
        return tags.isEmpty() ? Optional.empty() : images.at(repository, any(tags));
    }

    private String anyService() {
        return any(new ArrayList<>(new TreeSet<>(production.services().keySet())));
    }

    private String repositoryOf(String service) {
        String image = Optional.ofNullable(production.services().get(service))
                .orElseThrow()
                .image();
        return image.substring(HOST.length() + 1, image.indexOf(':', HOST.length()));
    }

    /// @param older how many releases before the newest
    private void release(String name, String repository, int older) {
        List<String> releases = images.tags(repository, "\\d+\\.\\d+\\.0").stream()
                .sorted((a, b) -> Integer.compare(LiveImages.minor(b), LiveImages.minor(a)))
                .toList();
        service(name, repository, releases.get(older));
    }

    private void service(String name, String repository, String tag) {
        images.at(repository, tag)
                .ifPresent(digest -> production.deploy(name, HOST + "/" + repository + ":" + tag + "@" + digest));
    }

    private void container(String name, String repository, String tag, String state) {
        Digest digest = images.at(repository, tag).orElseThrow();
        Digest config = images.config(digest).orElseThrow();
        buildHost.run(
                name, new LiveEngine.Container(HOST + "/" + repository + ":" + tag, digest, digest, config, state));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
