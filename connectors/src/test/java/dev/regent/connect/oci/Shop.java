package dev.regent.connect.oci;

import dev.regent.observe.RepositoryObservation;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.World;
import java.util.Map;

/// Two repositories with one image each.
record Shop(World world, Digest app, Digest web) {

    static Shop open() {
        World world = new World();
        Digest app = ImageBuilder.in(world, "team/app", "app")
                .created("2024-01-01T00:00:00Z")
                .layer("base")
                .push("1.0");
        Digest web = ImageBuilder.in(world, "team/web", "web")
                .created("2024-02-02T00:00:00Z")
                .layer("base")
                .push("2.0", "latest");
        return new Shop(world, app, web);
    }

    RepositoryObservation heardApp() {
        return Reader.heard("team/app", Map.of("1.0", app));
    }

    RepositoryObservation heardWeb() {
        return Reader.heard("team/web", Map.of("2.0", web, "latest", web));
    }
}
