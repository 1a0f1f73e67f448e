package dev.regent.connect.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Addresses of host names, waited for no longer than for anything else. A question to the machine can't be ended: it
/// holds its thread, and that of a virtual thread beneath it, for as long as the name service is silent. So questions
/// have threads of their own, and all who want the same name wait for one question.
final class HostNames {

    static final HostNames OF_THIS_MACHINE = new HostNames(InetAddress::getAllByName);

    private static final ExecutorService ASKING = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("host-names-", 0).factory());

    private final Machine machine;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> asked = new ConcurrentHashMap<>();

    HostNames(Machine machine) {
        this.machine = machine;
    }

    /// Who is asked for addresses, and may take any time.
    interface Machine {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /// Nobody said in time which addresses a name has.
    static final class SilentException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        SilentException(Duration waited) {
            super("the name service (DNS) gave no address for this host name within "
                    + (waited.toSeconds() > 0 ? waited.toSeconds() + " s" : waited.toMillis() + " ms")
                    + "; check it where Regent runs");
        }
    }

    /// The addresses of a name, or the one that `host` is.
    ///
    /// @throws SilentException if nobody says so in time
    InetAddress[] addresses(String host, Duration atMost) throws UnknownHostException {
        try {
            return question(host).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SilentException(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while its address was asked for");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UnknownHostException unknown -> throw unknown;
                case RuntimeException failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private CompletableFuture<InetAddress[]> question(String host) {
        CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> before = asked.putIfAbsent(host, mine);
        if (before != null) {
            return before;
        }
        try {
            ASKING.execute(() -> answer(host, mine));
        } catch (RuntimeException | Error e) {
            asked.remove(host, mine);
            mine.completeExceptionally(e);
            throw e;
        }
        return mine;
    }

    private void answer(String host, CompletableFuture<InetAddress[]> question) {
        try {
            question.complete(machine.addresses(host));
        } catch (UnknownHostException | RuntimeException | Error e) {
            question.completeExceptionally(e);
        } finally {
            asked.remove(host, question);
        }
    }
}
