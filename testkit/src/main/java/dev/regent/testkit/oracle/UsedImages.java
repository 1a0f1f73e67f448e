package dev.regent.testkit.oracle;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.world.StoredManifest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which manifests of a repository are used, their indexes included.
final class UsedImages {

    private UsedImages() {}

    static Set<Digest> in(SeenRepository repository, Question question) {
        Set<Digest> used = new TreeSet<>();
        for (Use use : question.uses().orElse(List.of())) {
            for (Digest digest : repository.manifests().keySet()) {
                if (isAbout(use, repository, digest, question)) {
                    used.add(digest);
                    used.addAll(repository.allIndexes(digest));
                }
            }
        }
        return used;
    }

    private static boolean isAbout(Use use, SeenRepository repository, Digest digest, Question question) {
        Set<Digest> named = new TreeSet<>(use.digests());
        use.reference().flatMap(ImageReference::digest).ifPresent(named::add);
        boolean byConfig = repository
                .manifest(digest)
                .config()
                .map(StoredManifest.Part::digest)
                .filter(named::contains)
                .isPresent();
        return byConfig
                || named.contains(digest)
                || use.reference()
                        .filter(reference -> isTagOf(reference, repository, digest, question))
                        .isPresent();
    }

    private static boolean isTagOf(
            ImageReference reference, SeenRepository repository, Digest digest, Question question) {
        return reference.digest().isEmpty()
                && (question.hosts().contains(reference.host())
                        || !question.otherHosts().contains(reference.host()))
                && reference.repository().equals(repository.name())
                && reference
                        .tag()
                        .filter(tag -> repository.tags(digest).contains(tag))
                        .isPresent();
    }
}
