package dev.regent.testkit.registry;

import dev.regent.testkit.world.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A registry over real HTTP that serves a [World], well or badly, and remembers what it was asked.
///
/// ```java
/// try (RegistryDouble registry = RegistryDouble.serving(world)) {
///     client.crawl(registry.url());
///     assertThat(registry.unexpected()).isEmpty();
/// }
/// ```
///
/// Writes change the world, where the behaviour lets them; else they are unexpected and answered
/// 405 `UNSUPPORTED`. Strict: a path or a method that a client of the protocol has no business with
/// is answered 404 or 405 and stands in [#unexpected()]. Answers are those of CNCF Distribution
/// 2.8.2 where it has them.
///
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md">OCI distribution</a>
public final class RegistryDouble implements AutoCloseable {

    private final Shelf shelf;
    private final Place place;
    private final ReadWriteLock changing = new ReentrantReadWriteLock();
    private final Optional<Certificate> certificate;
    private final CallLog log = new CallLog();
    private final Wire wire;
    private volatile Conduct conduct;

    /// A behaviour, with how often each of its faults was met; counts begin anew with each
    /// behaviour.
    private record Conduct(Behaviour behaviour, List<Counted> faults) {
        Conduct(Behaviour behaviour) {
            this(
                    behaviour,
                    behaviour.faults().stream()
                            .map(fault -> new Counted(fault, new AtomicInteger()))
                            .toList());
        }

        List<Fault> striking(Call call) {
            return faults.stream()
                    .filter(counted -> counted.fault().concerns(call)
                            && counted.fault().strikes(counted.seen().getAndIncrement()))
                    .map(Counted::fault)
                    .toList();
        }
    }

    private record Counted(Fault fault, AtomicInteger seen) {}

    private RegistryDouble(World world, Behaviour behaviour, Place place) {
        this.shelf = new Shelf(world);
        this.place = place;
        this.conduct = new Conduct(behaviour);
        this.certificate =
                place.tls() ? Optional.of(Certificate.of(place.address().getHostAddress())) : Optional.empty();
        this.wire = Wire.listening(place.address(), place.port(), certificate.map(Certificate::context), this::answer);
    }

    /// A well-behaved registry on a free port of 127.0.0.1.
    public static RegistryDouble serving(World world) {
        return serving(world, Behaviour.good());
    }

    /// A registry on a free port of 127.0.0.1.
    public static RegistryDouble serving(World world, Behaviour behaviour) {
        return serving(world, behaviour, Place.loopback());
    }

    public static RegistryDouble serving(World world, Behaviour behaviour, Place place) {
        return new RegistryDouble(world, behaviour, place);
    }

    /// Behaves like this from the next call on; faults count from zero again.
    public void behave(Behaviour behaviour) {
        conduct = new Conduct(behaviour);
    }

    /// Changes what the registry holds while nobody else does; for tests that read and change at
    /// the same time.
    public void change(Consumer<World> change) {
        changing.writeLock().lock();
        try {
            change.accept(shelf.world());
        } finally {
            changing.writeLock().unlock();
        }
    }

    /// Collects garbage as `docker-registry garbage-collect` beside a registry that runs: bytes
    /// that no manifest uses are gone, and the registry's cache still speaks of them. HEAD of a
    /// blob is 200, GET promises its bytes and sends none, PUT of a manifest is 201 and stores
    /// links only. Ends with [#forgetCache].
    public void collectGarbage() {
        change(_ -> shelf.collectGarbage());
    }

    /// Forgets what was collected, as a registry that is started anew.
    public void forgetCache() {
        change(_ -> shelf.forgetCache());
    }

    /// Scheme, host and port, for example `http://127.0.0.1:41233`.
    public URI url() {
        return URI.create((place.tls() ? "https://" : "http://") + host());
    }

    /// Host and port, as image references name a registry.
    public String host() {
        return place.address().getHostAddress() + ":" + wire.port();
    }

    public int port() {
        return wire.port();
    }

    /// Where this double issues tokens, if its behaviour has an issuer.
    public URI tokenRealm() {
        return url().resolve(Targets.TOKEN_PATH);
    }

    /// The certificate in PEM, for clients that are to trust it; deleted at the close.
    ///
    /// @throws IllegalStateException if this double does not speak TLS
    public Path caFile() {
        return certificate
                .map(Certificate::pem)
                .orElseThrow(() -> new IllegalStateException("no TLS here: open the double at a Place.overTls()"));
    }

    /// Every call, in order of arrival, refused ones and token requests too.
    public List<Call> calls() {
        return log.calls();
    }

    public List<Call> calls(CallKind kind) {
        return log.calls().stream().filter(call -> call.kind() == kind).toList();
    }

    /// How many calls came, refused ones and token requests too.
    public int requests() {
        return log.calls().size();
    }

    public int requests(CallKind kind) {
        return calls(kind).size();
    }

    /// Calls that a client of the protocol has no business with; a test of a client ends with this
    /// being empty.
    public List<Call> unexpected() {
        return log.unexpected();
    }

    /// Every `Authorization`, `Proxy-Authorization` and `Cookie` header and every form that came,
    /// as sent.
    public List<String> credentialsSeen() {
        return log.credentials();
    }

    /// Whether a secret stands anywhere in any call: as it is, percent-encoded or in Base64.
    public boolean heard(String secret) {
        return log.heard(secret);
    }

    /// How many connections were opened.
    public int connections() {
        return wire.connections();
    }

    /// How many connections the client broke off in the middle of a request or an answer.
    public int broken() {
        return wire.broken();
    }

    /// The greatest number of calls that were answered at the same time.
    public int mostAtOnce() {
        return wire.mostAtOnce();
    }

    /// Forgets all calls so far; faults keep counting.
    public void forget() {
        log.forget();
    }

    /// Ends every connection, also those that wait for an answer.
    @Override
    public void close() {
        wire.close();
        certificate.ifPresent(Certificate::close);
    }

    private Answer answer(Received request) {
        Call call = Targets.call(request);
        log.add(call);
        Conduct now = conduct;
        Answer answer = refusal(call, now.behaviour()).orElseGet(() -> admitted(call, request.content(), now));
        if (answer.headers().containsKey("Date") || now.behaviour().clockOff().isZero()) {
            return answer;
        }
        return answer.header(
                "Date", Sender.httpDate(Instant.now().plus(now.behaviour().clockOff())));
    }

    private Optional<Answer> refusal(Call call, Behaviour behaviour) {
        return Stream.of(call)
                .filter(asked -> asked.kind() != CallKind.TOKEN)
                .flatMap(asked -> new Door(behaviour.auth(), tokenRealm()).refusal(asked).stream())
                .findFirst();
    }

    private Answer admitted(Call call, byte[] content, Conduct now) {
        List<Fault> striking = now.striking(call);
        striking.forEach(fault -> fault.before(call));
        boolean refused = call.writes() && !striking.stream().allMatch(Fault::letsWritesHappen);
        Answer answer = refused ? Errors.forStatus(503, call) : carriedOut(call, content, now, striking);
        for (Fault fault : striking) {
            answer = fault.change(call, answer);
        }
        return answer;
    }

    private Answer carriedOut(Call call, byte[] content, Conduct now, List<Fault> striking) {
        Lock lock = call.writes() ? changing.writeLock() : changing.readLock();
        lock.lock();
        try {
            Answer answer = right(call, content, now);
            if (call.writes()) {
                striking.forEach(fault -> fault.afterwards(call, shelf.world()));
            }
            return answer;
        } finally {
            lock.unlock();
        }
    }

    private Answer right(Call call, byte[] content, Conduct now) {
        Answer answer = new Routes(shelf, now.behaviour(), url(), log).answer(call, content);
        return call.kind() == CallKind.TOKEN
                ? answer
                : answer.header("Docker-Distribution-Api-Version", "registry/2.0");
    }
}
