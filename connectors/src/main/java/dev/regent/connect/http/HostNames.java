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
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/// Addresses of host names, waited for no longer than for anything else. A question to the machine can't be ended: it
/// holds its thread, and that of a virtual thread beneath it, for as long as the name service is silent. So questions
/// have threads of their own, and all who want the same name wait for one question.
final class HostNames {

    static final HostNames OF_THIS_MACHINE = new HostNames(SystemDefaultDnsResolver.INSTANCE);

    private static final ExecutorService ASKING = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("host-names-", 0).factory());

    private final DnsResolver machine;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> asked = new ConcurrentHashMap<>();

    HostNames(DnsResolver machine) {
        this.machine = machine;
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

    /// What waits for an answer so long at most.
    DnsResolver within(Duration atMost) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return addresses(host, atMost);
            }

            @Override
            public String resolveCanonicalHostname(String host) throws UnknownHostException {
                return machine.resolveCanonicalHostname(host);
            }
        };
    }

    private InetAddress[] addresses(String host, Duration atMost) throws UnknownHostException {
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
            question.complete(machine.resolve(host));
        } catch (UnknownHostException | RuntimeException | Error e) {
            question.completeExceptionally(e);
        } finally {
            asked.remove(host, question);
        }
    }
}
