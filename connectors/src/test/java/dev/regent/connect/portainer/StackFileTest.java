package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.portainer.StackFile.Named;
import org.junit.jupiter.api.Test;

final class StackFileTest {

    @Test
    void findsTheImagesOfComposeServices() {
        StackFile file = StackFile.read("""
                x-base: &base
                  image: base:1
                services:
                  web: {image: "web:${TAG}"}
                  worker:
                    <<: *base
                  cache:
                    <<: [*base]
                    image: cache:7
                    volumes:
                      - data:/data
                      - {type: image, source: "files:3", target: /files}
                  built: {build: .}
                """);

        assertThat(file.images())
                .containsExactly(
                        new Named("web", "web:${TAG}"),
                        new Named("worker", "base:1"),
                        new Named("cache", "cache:7"),
                        new Named("cache", "files:3"));
        assertThat(file.gaps()).isEmpty();
        assertThat(file.compose()).isTrue();
    }

    @Test
    void findsTheImagesOfManifestsAtAnyDepth() {
        StackFile file = StackFile.read("""
                kind: Deployment
                spec:
                  template:
                    spec:
                      initContainers: [{name: wait, image: wait:1}]
                      containers: [{name: web, image: "web:$TAG"}]
                      volumes: [{name: v, image: {reference: "files:3"}}]
                ---
                kind: List
                items:
                  - kind: CronJob
                    spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: tidy, image: tidy:1}]}}}}}
                """);

        assertThat(file.images())
                .containsExactlyInAnyOrder(
                        new Named("wait", "wait:1"),
                        new Named("web", "web:$TAG"),
                        new Named("image mounted", "files:3"),
                        new Named("tidy", "tidy:1"));
        assertThat(file.compose()).isFalse();
    }

    @Test
    void saysWhatStandsInOtherFiles() {
        StackFile file = StackFile.read("""
                include: [other.yml]
                services:
                  web: {extends: {file: base.yml, service: web}}
                  own: {extends: {service: web}, image: "own:1"}
                """);

        assertThat(file.images()).containsExactly(new Named("own", "own:1"));
        assertThat(file.gaps())
                .containsExactly(
                        "includes other files, which Portainer doesn't show",
                        "takes a service from another file, which Portainer doesn't show");
    }

    @Test
    void quotesNothingOfWhatItCanNotRead() {
        assertThat(StackFile.read("services: {web: [secret").gaps()).containsExactly("is no YAML that can be read");
        assertThat(StackFile.read("").gaps()).containsExactly("has neither services nor manifests");
        assertThat(StackFile.read("- secret").gaps()).containsExactly("has neither services nor manifests");
    }

    @Test
    void unfoldsNoAliases() {
        StringBuilder bomb = new StringBuilder("kind: Bomb\na0: &a0 [x]\n");
        for (int level = 1; level < 20; level++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ",").repeat(9)));
        }
        StackFile file = StackFile.read(bomb.toString());

        assertThat(file.images()).isEmpty();
        assertThat(file.gaps()).isEmpty();
    }

    @Test
    void mergesNothingTwice() {
        StringBuilder bomb = new StringBuilder("x0: &m0 {a: 1}\n");
        for (int level = 1; level < 20; level++) {
            bomb.append("x%d: &m%d {<<: [%s]}\n".formatted(level, level, ("*m" + (level - 1) + ",").repeat(9)));
        }
        StackFile file = StackFile.read(bomb + "services: {web: {<<: *m19}}\n");

        assertThat(file.images()).isEmpty();
    }

    @Test
    void endsWhereAnAliasLeadsBack() {
        StackFile file = StackFile.read("kind: Ring\nring: &ring {inner: *ring, containers: [{image: \"a:1\"}]}\n");

        assertThat(file.images()).containsExactly(new Named("", "a:1"));
    }
}
