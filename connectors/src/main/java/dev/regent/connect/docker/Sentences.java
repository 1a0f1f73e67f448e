package dev.regent.connect.docker;

import dev.regent.connect.http.Fault;
import dev.regent.oci.Text;
import java.util.List;

/// What went wrong, for people: action, object, cause, remedy.
final class Sentences {

    private static final int SHOWN = 5;

    private Sentences() {}

    /// A call that brought no answer that can be used.
    static String failed(Call call, String engine, Fault fault) {
        return call.action() + " " + engine + ": " + cause(fault) + "; " + remedy(call, fault);
    }

    /// The first few of `sentences`, and how many more there are.
    static String joined(List<String> sentences) {
        String shown = String.join(". ", sentences.subList(0, Math.min(SHOWN, sentences.size())));
        return sentences.size() > SHOWN ? shown + ". And " + (sentences.size() - SHOWN) + " more like these" : shown;
    }

    /// Of an engine that is in a Swarm and can't speak for it.
    static String mute(String engine, String state, String error) {
        String why = error.isEmpty() ? "" : " (" + Text.plain(error) + ")";
        return switch (state) {
            case "active" ->
                engine + " is a worker of a Swarm" + why + ": only managers know services, tasks and what could be"
                        + " rolled back to; give a manager as an environment";
            case "locked" ->
                engine + " is a locked manager of a Swarm" + why + ": unlock it there with `docker swarm unlock`, or"
                        + " give another manager as an environment";
            default ->
                engine + " is in a Swarm whose state is " + state + " there" + why + ": repair it, or give another"
                        + " manager as an environment";
        };
    }

    /// What came instead of an answer.
    static String cause(Fault fault) {
        return switch (fault) {
            case Fault.Unreachable(var words) -> Text.plain(words);
            case Fault.Cut cut -> "the answer was cut (" + Text.plain(cut.words()) + ")";
            case Fault.Distrusted(var words) -> Text.plain(words);
            case Fault.Silent silent -> silent.words();
            case Fault.RateLimited limited -> limited.words();
            case Fault.TooLarge large -> large.words();
            case Fault.Refused refused -> refused.words();
            case Fault.Unintelligible(var words) -> words;
        };
    }

    private static String remedy(Call call, Fault fault) {
        return switch (fault) {
            // An engine that misses a certificate may just close the connection (TLS 1.3, Docker
            // 20.10).
            case Fault.Unreachable _ ->
                "check that the engine runs and listens there, and that it lets this user in (a socket: group"
                        + " docker; TLS: ca.pem, cert.pem and key.pem)";
            case Fault.Silent _ -> "check the engine, or allow a longer timeout";
            case Fault.RateLimited _ -> "ask less often";
            case Fault.Cut _ -> "look into the log of the engine, or of the proxy before it";
            case Fault.TooLarge _ -> "remove containers and images that nobody needs there";
            case Fault.Distrusted _ -> "correct the address";
            case Fault.Refused(var status, var words) -> refused(call, status, words);
            case Fault.Unintelligible _ -> "check that a Docker engine of a supported version listens there";
        };
    }

    private static String refused(Call call, int status, String words) {
        if (tooOld(status, words)) {
            return "the newest API known here is " + ApiVersion.NEWEST + ": update Regent";
        }
        return switch (status) {
            case 401, 403, 404, 405 -> "allow GET " + call.path() + " on the engine and on any proxy before it";
            default -> "look into the engine's log";
        };
    }

    /// Whether the engine takes newer versions of its API only.
    static boolean tooOld(int status, String words) {
        return status == 400 && words.contains("client version");
    }
}
