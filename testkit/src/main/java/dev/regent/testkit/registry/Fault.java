package dev.regent.testkit.registry;

import dev.regent.testkit.world.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Something that goes wrong, and with which calls. Made by what happens, then narrowed:
///
/// ```java
/// Fault.status(503).on(CallKind.MANIFEST).inRepository("team/app").first(2)
/// ```
///
/// Conditions are all to hold; [#every], [#first] and [#after] count the calls that meet the
/// others. A call that the registry has refused for want of credentials meets no fault. Several
/// faults apply in the order given, each to what the one before has made of the answer. Of a write
/// that is answered late, cut or not at all it was carried out nevertheless, unless
/// [#notCarriedOut] says otherwise.
public final class Fault {

    private final Effect effect;
    private final Predicate<Call> calls;
    private final int nth;
    private final int after;
    private final int first;

    /// What happens.
    ///
    /// @param carriedOut whether a write is carried out before its answer is changed
    /// @param before happens when the call has come in
    /// @param afterwards happens right after a write that was carried out, before anything else
    private record Effect(
            BiFunction<Call, Answer, Answer> change,
            boolean carriedOut,
            Consumer<Call> before,
            BiConsumer<Call, World> afterwards) {}

    private Fault(Effect effect, Predicate<Call> calls, int nth, int after, int first) {
        this.effect = effect;
        this.calls = calls;
        this.nth = nth;
        this.after = after;
        this.first = first;
    }

    private static Fault that(BiFunction<Call, Answer, Answer> change) {
        return of(new Effect(change, true, _ -> {}, (_, _) -> {}));
    }

    private static Fault of(Effect effect) {
        return new Fault(effect, _ -> true, 1, 0, Integer.MAX_VALUE);
    }

    private static Fault delivered(Delivery delivery) {
        return that((_, answer) -> answer.delivery(delivery));
    }

    /// A write is carried out, whatever is answered to it then.
    public Fault carriedOut() {
        return with(new Effect(effect.change(), true, effect.before(), effect.afterwards()));
    }

    /// A write isn't carried out; what is answered to it is for this fault to say.
    public Fault notCarriedOut() {
        return with(new Effect(effect.change(), false, effect.before(), effect.afterwards()));
    }

    /// Something happens just before the call is answered, for example a push; nothing else goes
    /// wrong.
    public static Fault meanwhile(Consumer<Call> happening) {
        return of(new Effect((_, answer) -> answer, true, happening, (_, _) -> {}));
    }

    /// A write takes this tag of its repository away as well, and says nothing of it.
    public static Fault vanishingTag(String tag) {
        return of(new Effect(
                (_, answer) -> answer,
                true,
                _ -> {},
                (call, world) -> call.repository()
                        .ifPresent(name -> world.repository(name).tags().remove(tag))));
    }

    /// This status with a page for people, as a proxy that stands before a registry answers.
    public static Fault page(int status) {
        byte[] page = "<html><body>nothing here</body></html>".getBytes(StandardCharsets.UTF_8);
        return that((_, _) -> Answer.of(status, "text/html", page)).notCarriedOut();
    }

    /// This status, with the error of the specification that goes with it. A write isn't carried
    /// out, unless [#carriedOut] says so.
    public static Fault status(int status) {
        return that((call, _) -> Errors.forStatus(status, call)).notCarriedOut();
    }

    /// 429 with `Retry-After` in whole seconds.
    public static Fault rateLimited(Duration retryAfter) {
        return status(429).withHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /// 429 with `Retry-After` as an HTTP date.
    public static Fault rateLimitedUntil(Instant time) {
        return status(429).withHeader("Retry-After", Sender.httpDate(time));
    }

    /// The right answer, with this header added or in place of its own.
    public static Fault header(String name, String value) {
        return that((_, answer) -> answer).withHeader(name, value);
    }

    /// The same, on top of what this fault does.
    public Fault withHeader(String name, String value) {
        return changing((call, answer) -> effect.change().apply(call, answer).header(name, value));
    }

    /// The right answer, without this header.
    public static Fault withoutHeader(String name) {
        return that((_, answer) -> answer.withoutHeader(name));
    }

    /// The right answer, after a while.
    public static Fault slow(Duration delay) {
        return delivered(new Delivery.After(delay));
    }

    /// The right answer, when the latch is down.
    public static Fault heldUntil(CountDownLatch released) {
        return delivered(new Delivery.Once(released));
    }

    /// Headers at once, then one byte of the body after each interval.
    public static Fault trickling(Duration interval) {
        return delivered(new Delivery.Trickling(interval));
    }

    /// No answer, on a connection that stays open until the double is closed.
    public static Fault silent() {
        return delivered(new Delivery.Never());
    }

    /// The connection is reset before any answer.
    public static Fault reset() {
        return delivered(new Delivery.Reset());
    }

    /// The connection is closed in good order before any answer.
    public static Fault hangUp() {
        return delivered(new Delivery.HangUp());
    }

    /// `Content-Length` promises the whole body; the connection ends after so many bytes of it.
    public static Fault truncated(long bytes) {
        return delivered(new Delivery.CutAfter(bytes));
    }

    /// Only the first bytes of the body, with a `Content-Length` that agrees: cut JSON on a sound
    /// connection.
    public static Fault shortened(int bytes) {
        return body(content -> Arrays.copyOf(content, Math.min(bytes, content.length)));
    }

    /// Another body; `Docker-Content-Digest` and all other headers but the length stay.
    public static Fault body(UnaryOperator<byte[]> body) {
        return that((_, answer) -> answer.body() instanceof Body.Bytes(byte[] content)
                ? answer.body(new Body.Bytes(body.apply(content)))
                : answer);
    }

    /// A body that means the same and has another digest: a line feed is added,
    /// `Docker-Content-Digest` stays.
    public static Fault otherBytes() {
        return body(content -> {
            byte[] longer = Arrays.copyOf(content, content.length + 1);
            longer[content.length] = '\n';
            return longer;
        });
    }

    /// The right body under a `Docker-Content-Digest` and `ETag` that name something else.
    public static Fault otherDigestHeader() {
        String other = "sha256:" + "0".repeat(64);
        return header("Docker-Content-Digest", other).withHeader("ETag", '"' + other + '"');
    }

    /// A well-formed manifest of that many bytes, made while it is sent, its length announced.
    public static Fault huge(long bytes) {
        return that((_, answer) -> answer.body(new Body.Endless(bytes, true)));
    }

    /// The same in chunks: a client learns the length by reading.
    public static Fault hugeUnannounced(long bytes) {
        return that((_, answer) -> answer.body(new Body.Endless(bytes, false)));
    }

    /// The right body, called something else.
    public static Fault contentType(String mediaType) {
        return header("Content-Type", mediaType);
    }

    /// 301, 302, 307 or 308 to the same path and query on another server. A write isn't carried
    /// out.
    ///
    /// @param base scheme, host and port, as [RegistryDouble#url()] gives them
    public static Fault redirect(int status, URI base) {
        return that((call, _) -> Answer.empty(status)
                        .header("Location", base.resolve(call.target()).toString()))
                .notCarriedOut();
    }

    /// Only calls of these kinds.
    public Fault on(CallKind... kinds) {
        Set<CallKind> wanted = Set.of(kinds);
        return where(call -> wanted.contains(call.kind()));
    }

    /// Only calls of this method, for example `DELETE`.
    public Fault method(String method) {
        return where(call -> call.method().equals(method));
    }

    /// Only calls that name this repository.
    public Fault inRepository(String repository) {
        return where(call -> call.repository().filter(repository::equals).isPresent());
    }

    /// Only calls that name this tag or digest.
    public Fault onReference(String reference) {
        return where(call -> call.reference().filter(reference::equals).isPresent());
    }

    /// Only listings from their second page on.
    public Fault onLaterPages() {
        return where(call -> !call.firstPage());
    }

    public Fault where(Predicate<Call> condition) {
        return new Fault(effect, calls.and(condition), nth, after, first);
    }

    /// Only the nth call, the 2nth and so on.
    public Fault every(int nth) {
        return new Fault(effect, calls, positive(nth), after, first);
    }

    /// Only that many calls; from then on everything is well.
    public Fault first(int count) {
        return new Fault(effect, calls, nth, after, positive(count));
    }

    /// Only once that many calls have gone well.
    public Fault after(int count) {
        return new Fault(effect, calls, nth, positive(count), first);
    }

    /// @param seen how many calls before this one met the other conditions
    boolean strikes(int seen) {
        int number = seen - after + 1;
        return number > 0 && number <= first && number % nth == 0;
    }

    boolean concerns(Call call) {
        return calls.test(call);
    }

    Answer change(Call call, Answer answer) {
        return effect.change().apply(call, answer);
    }

    boolean letsWritesHappen() {
        return effect.carriedOut();
    }

    void before(Call call) {
        effect.before().accept(call);
    }

    void afterwards(Call call, World world) {
        effect.afterwards().accept(call, world);
    }

    private Fault changing(BiFunction<Call, Answer, Answer> other) {
        return with(new Effect(other, effect.carriedOut(), effect.before(), effect.afterwards()));
    }

    private Fault with(Effect other) {
        return new Fault(other, calls, nth, after, first);
    }

    private static int positive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a number of calls is 1 or more, got " + count);
        }
        return count;
    }
}
