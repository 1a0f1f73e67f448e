package dev.regent.act;

import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A registry in memory that deletes, takes and forgets as Distribution 2.8 does: deleting a
/// manifest takes its tags along, an index needs its children, and a manifest is taken whose blobs
/// were collected.
final class FakeRegistry implements RegistryProbe, RegistryWriter {

    private static final class Repository {
        private final Set<Digest> manifests = new TreeSet<>();
        private final Map<String, Digest> tags = new TreeMap<>();
        private final Set<Digest> blobs = new HashSet<>();
    }

    /// What goes wrong at a call, before or instead of it.
    private static final class Trouble {
        private final String call;
        private final Kind kind;
        private final Runnable before;
        private int times;

        Trouble(String call, Kind kind, Runnable before, int times) {
            this.call = call;
            this.kind = kind;
            this.before = before;
            this.times = times;
        }
    }

    private sealed interface Kind {
        record Hook() implements Kind {}

        record Answer(Written written, boolean effect) implements Kind {}

        record Unheard(String why) implements Kind {}
    }

    static final int ALWAYS = Integer.MAX_VALUE;

    private final Calls calls;
    private final Map<String, Repository> repositories = new TreeMap<>();
    private final Map<Digest, Sample> everPushed = new HashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final Map<Digest, String> takenAlong = new HashMap<>();
    private final Set<String> gaps = new HashSet<>();
    private final Set<String> uploads = new HashSet<>();
    private Predicate<Digest> deletable = digest -> true;
    private Duration clockOff = Duration.ZERO;

    FakeRegistry(Calls calls) {
        this.calls = calls;
    }

    // What others do to it.

    void push(String repository, Sample sample, String... tags) {
        Repository there = repositories.computeIfAbsent(repository, _ -> new Repository());
        everPushed.put(sample.digest(), sample);
        there.manifests.add(sample.digest());
        sample.content().manifest().blobs().forEach(blob -> there.blobs.add(blob.digest()));
        for (String tag : tags) {
            there.tags.put(tag, sample.digest());
        }
    }

    void untag(String repository, String tag) {
        repository(repository).tags.remove(tag);
    }

    void remove(String repository, Digest digest) {
        repository(repository).manifests.remove(digest);
        repository(repository).tags.values().removeIf(digest::equals);
    }

    void removeRepository(String repository) {
        repositories.remove(repository);
    }

    void collectGarbage() {
        for (Repository repository : repositories.values()) {
            Set<Digest> marked = new HashSet<>();
            repository.manifests.forEach(
                    digest -> sample(digest).content().manifest().blobs().forEach(blob -> marked.add(blob.digest())));
            repository.blobs.retainAll(marked);
        }
    }

    void lose(String repository, Digest blob) {
        repository(repository).blobs.remove(blob);
    }

    void upload(String repository) {
        uploads.add(repository);
    }

    /// How far its clock is from ours by now.
    void clockOff(Duration other) {
        clockOff = other;
    }

    // What goes wrong. A call is named as it is written down, for example `delete app 0123456789ab`; a part of the
    // name from its beginning names all calls that begin so.

    void refuse(String call, int status) {
        troubles.add(new Trouble(
                call, new Kind.Answer(new Written.Refused(status, "refused with " + status), false), () -> {}, ALWAYS));
    }

    void unknown(String call, boolean effect, int times) {
        troubles.add(new Trouble(call, new Kind.Answer(new Written.Unknown("no answer"), effect), () -> {}, times));
    }

    void gone(String call) {
        troubles.add(new Trouble(call, new Kind.Answer(new Written.Gone(), false), () -> {}, ALWAYS));
    }

    void unheard(String call, int times) {
        troubles.add(new Trouble(call, new Kind.Unheard("500"), () -> {}, times));
    }

    void before(String call, Runnable hook) {
        troubles.add(new Trouble(call, new Kind.Hook(), hook, 1));
    }

    void takesAlong(Digest deleted, String tag) {
        takenAlong.put(deleted, tag);
    }

    void gap(String repository) {
        gaps.add(repository);
    }

    void heal() {
        troubles.clear();
        takenAlong.clear();
        gaps.clear();
    }

    /// Fails the test if a manifest is deleted that this doesn't let go.
    void guard(Predicate<Digest> other) {
        deletable = other;
    }

    // What is there.

    boolean has(String repository, Digest digest) {
        return repositories.containsKey(repository)
                && repository(repository).manifests.contains(digest);
    }

    Map<String, Digest> tagsOf(String repository) {
        return Map.copyOf(repository(repository).tags);
    }

    /// Every manifest and tag, a line each.
    List<String> content() {
        List<String> lines = new ArrayList<>();
        repositories.forEach((name, repository) -> {
            repository.manifests.forEach(digest -> lines.add(name + "@" + digest.brief()));
            repository.tags.forEach((tag, digest) -> lines.add(name + ":" + tag + " " + digest.brief()));
        });
        return lines;
    }

    Sample sample(Digest digest) {
        return Objects.requireNonNull(everPushed.get(digest));
    }

    List<Digest> manifests() {
        return repositories.values().stream()
                .flatMap(repository -> repository.manifests.stream())
                .distinct()
                .toList();
    }

    /// Indexes that list a manifest.
    List<Digest> indexesOf(String repository, Digest child) {
        return repository(repository).manifests.stream()
                .filter(digest -> sample(digest).content().manifest().children().stream()
                        .anyMatch(each -> each.digest().equals(child)))
                .toList();
    }

    private Repository repository(String name) {
        return Objects.requireNonNull(repositories.get(name));
    }

    /// How it looks now.
    ///
    /// @param volume whether its storage is read, which shows what no tag leads to
    RegistryObservation observed(boolean volume) {
        List<RepositoryObservation> observed = new ArrayList<>();
        Map<Digest, ManifestContent> contents = new HashMap<>();
        repositories.forEach((name, repository) -> {
            TreeMap<String, TagTarget> tags = new TreeMap<>();
            repository.tags.forEach((tag, digest) -> tags.put(tag, new TagTarget.Points(digest)));
            Set<Digest> seen = volume ? repository.manifests : reached(repository);
            seen.forEach(digest -> contents.put(digest, sample(digest).content()));
            List<Gap> open =
                    gaps.contains(name) ? List.of(new Gap(Gap.Kind.STRUCTURE, "tags", "answered 500")) : List.of();
            observed.add(new RepositoryObservation(name, tags, seen, Set.of(), open));
        });
        return new RegistryObservation(
                new RegistryIdentity("main", true, Set.of("main.example")),
                volume ? "storage" : "registry",
                Heard.YES,
                "",
                observed,
                contents,
                volume ? Optional.of(new Volume(0, Set.of(), Set.of(), uploads, true)) : Optional.empty(),
                clockOff,
                0);
    }

    private Set<Digest> reached(Repository repository) {
        Set<Digest> reached = new HashSet<>();
        Deque<Digest> open = new ArrayDeque<>(repository.tags.values());
        while (!open.isEmpty()) {
            Digest next = open.remove();
            if (repository.manifests.contains(next) && reached.add(next)) {
                sample(next).content().manifest().children().forEach(child -> open.add(child.digest()));
                repository.manifests.stream()
                        .filter(other -> sample(other)
                                .content()
                                .manifest()
                                .subject()
                                .filter(next::equals)
                                .isPresent())
                        .forEach(open::add);
            }
        }
        return reached;
    }

    // What Regent asks of it.

    @Override
    public Reading<Digest> resolve(String repository, String reference) {
        return read("resolve " + repository + " " + brief(reference), () -> find(repository, reference));
    }

    @Override
    public Reading<RawManifest> manifest(String repository, String reference) {
        return read(
                "manifest " + repository + " " + brief(reference),
                () -> find(repository, reference).map(digest -> sample(digest).raw()));
    }

    @Override
    public Reading<Set<String>> tags(String repository) {
        return read(
                "tags " + repository,
                () -> Optional.ofNullable(repositories.get(repository)).map(there -> Set.copyOf(there.tags.keySet())));
    }

    @Override
    public Reading<Digest> lastByte(String repository, Descriptor blob) {
        return read(
                "lastByte " + repository + " " + blob.digest().brief(),
                () -> Optional.ofNullable(repositories.get(repository))
                        .filter(there -> there.blobs.contains(blob.digest()))
                        .map(_ -> blob.digest()));
    }

    @Override
    public Written deleteManifest(String repository, Digest digest) {
        return write("delete " + repository + " " + digest.brief(), () -> {
            if (!has(repository, digest)) {
                return new Written.Gone();
            }
            if (!deletable.test(digest)) {
                throw new AssertionError("deleted though it is needed: " + digest.brief());
            }
            remove(repository, digest);
            Optional.ofNullable(takenAlong.get(digest)).ifPresent(tag -> untag(repository, tag));
            return new Written.Done();
        });
    }

    @Override
    public Written deleteTag(String repository, String tag) {
        return write("untag " + repository + " " + tag, () -> {
            if (find(repository, tag).isEmpty()) {
                return new Written.Gone();
            }
            untag(repository, tag);
            return new Written.Done();
        });
    }

    @Override
    public Written putManifest(String repository, String reference, RawManifest manifest) {
        return write(
                "put " + repository + " " + brief(reference) + " "
                        + manifest.digest().brief(),
                () -> {
                    Sample sample = sample(manifest.digest());
                    Repository there = repositories.computeIfAbsent(repository, _ -> new Repository());
                    for (Descriptor child : sample.content().manifest().children()) {
                        if (!there.manifests.contains(child.digest())) {
                            return new Written.Refused(400, "manifest unknown: " + child.digest());
                        }
                    }
                    there.manifests.add(manifest.digest());
                    if (!Digest.isDigest(reference)) {
                        there.tags.put(reference, manifest.digest());
                    }
                    return new Written.Done();
                });
    }

    private Optional<Digest> find(String repository, String reference) {
        return Optional.ofNullable(repositories.get(repository))
                .flatMap(there -> Digest.isDigest(reference)
                        ? Optional.of(new Digest(reference)).filter(there.manifests::contains)
                        : Optional.ofNullable(there.tags.get(reference)));
    }

    private static String brief(String reference) {
        return Digest.isDigest(reference) ? new Digest(reference).brief() : reference;
    }

    private <T> Reading<T> read(String call, Calls.Effect<Optional<T>, RuntimeException> effect) {
        return calls.make(
                call,
                () -> trouble(call) instanceof Kind.Unheard(String why)
                        ? new Reading.Unheard<>(why)
                        : effect.take().<Reading<T>>map(Reading.Here::new).orElseGet(Reading.Gone::new));
    }

    private Written write(String call, Calls.Effect<Written, RuntimeException> effect) {
        return calls.make(call, () -> {
            if (trouble(call) instanceof Kind.Answer(Written written, boolean happens)) {
                if (happens) {
                    effect.take();
                }
                return written;
            }
            return effect.take();
        });
    }

    private Kind trouble(String call) {
        Kind found = new Kind.Hook();
        for (Trouble trouble : List.copyOf(troubles)) {
            if (call.startsWith(trouble.call) && trouble.times > 0) {
                trouble.times--;
                trouble.before.run();
                found = trouble.kind;
                if (!(found instanceof Kind.Hook)) {
                    return found;
                }
            }
        }
        return found;
    }
}
