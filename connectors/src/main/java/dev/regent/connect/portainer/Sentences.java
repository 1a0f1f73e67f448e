package dev.regent.connect.portainer;

import dev.regent.connect.http.Fault;
import dev.regent.oci.Text;

/// What went wrong, for people: action, object, cause, remedy.
final class Sentences {

    /// The least that suffices to see everything.
    static final String ADMINISTRATOR = "give Regent an API key of an administrator: Portainer has no smaller role that"
            + " sees everything, and Regent sends nothing but GET, on the paths of its page on Portainer";

    private static final String LOG = "look into Portainer's log";

    private Sentences() {}

    /// A call that brought no answer that can be used.
    static String failed(Call call, String directory, Fault fault) {
        return action(call, directory, fault) + "; " + remedy(call, fault);
    }

    /// The same without what to do.
    static String action(Call call, String directory, Fault fault) {
        return call.action() + " " + directory + ": " + cause(fault);
    }

    private static String cause(Fault fault) {
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

    /// What to do then.
    static String remedy(Call call, Fault fault) {
        return switch (fault) {
            case Fault.Unreachable _ ->
                "check that Portainer listens there, and that its certificate is trusted (a CA file, if it is its own)";
            case Fault.Silent _ -> "check Portainer, or allow a longer timeout";
            case Fault.RateLimited _ -> "ask less often";
            case Fault.Cut _ -> "look into the log of Portainer, or of the proxy before it";
            case Fault.TooLarge _ -> "remove there what nobody needs";
            case Fault.Distrusted _ -> "correct the address";
            case Fault.Refused(var status, var _) -> refused(call, status);
            case Fault.Unintelligible _ -> "check that a Portainer of a supported version listens there";
        };
    }

    private static String refused(Call call, int status) {
        return switch (status) {
            case 401 ->
                "Portainer doesn't take this API key: make a new one there (My account, Access tokens) and put it into"
                        + " the file or variable that is named for it";
            case 301, 302, 307, 308 -> "name the address that this one leads to, with https if that is meant";
            case 400 -> "check the address: over http nothing comes from a port for https";
            case 403 -> ADMINISTRATOR;
            case 404, 405 -> "allow GET " + call.path() + " on any proxy before Portainer, and check the address";
            case 503 ->
                call.edge() ? "turn on Edge Compute in Portainer's settings, without which it shows none of them" : LOG;
            default -> LOG;
        };
    }
}
