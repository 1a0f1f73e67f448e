package dev.regent.testkit.demo;

import dev.regent.testkit.docker.EngineWorld;

/// What the Swarm runs: mostly the newest, and here and there something that nobody dared to touch for a year.
final class DemoWorkloads {

    private final EngineWorld engine;
    private final String host;
    private final DemoRegistry registry;

    /// @param host the registry's, with its port, as references name it
    DemoWorkloads(EngineWorld engine, String host, DemoRegistry registry) {
        this.engine = engine;
        this.host = host;
        this.registry = registry;
    }

    void deploy() {
        service("shop_web", "shop/web", "3.1.2", "3.3.0");
        service("shop_checkout", "shop/checkout", "2.2.2", "3.1.0");
        service("shop_search", "shop/search", "1.3.1", "2.2.1");
        service("shop_recommendations", "shop/recommendations", "1.1.2", "1.3.0");
        service("ingress", "platform/ingress", "1.2.1", "2.1.0");
        engine.deploy("auth", pinned("platform/auth", "stable"));
        engine.deploy("agent", pinned("platform/agent", "0.3.0"));
        engine.deploy("monolith", host + "/legacy/monolith:reproducible");
    }

    private void service(String name, String repository, String before, String after) {
        engine.deploy(name, pinned(repository, before));
        engine.update(name, pinned(repository, after));
    }

    /// As a manager writes it: with the digest that it resolved the tag to.
    private String pinned(String repository, String tag) {
        return host + "/" + repository + ":" + tag + "@" + registry.released(repository, tag);
    }
}
