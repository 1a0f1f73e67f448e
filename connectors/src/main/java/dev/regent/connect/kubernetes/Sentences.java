package dev.regent.connect.kubernetes;

import dev.regent.connect.http.Fault;
import dev.regent.oci.Text;
import java.util.List;

/// What went wrong, for people: action, object, cause, remedy.
final class Sentences {

    private static final int SHOWN = 5;

    private Sentences() {}

    /// A list that wasn't heard whole.
    static String unlisted(Resource resource, String cluster, Fault fault, boolean custom) {
        return "list " + resource + " of " + cluster + ": " + cause(fault) + "; "
                + remedy(fault, "allow `list` on " + resource + " in all namespaces", custom);
    }

    /// A cluster that can't be spoken with at all.
    static String unreached(String cluster, Fault fault) {
        return "reach " + cluster + ": " + cause(fault) + "; "
                + remedy(fault, "allow `get` on the path /version", false);
    }

    /// What is looked at only where it is granted, and wasn't.
    static String ungranted(String what, Resource resource) {
        return what + " not looked at (`list` on " + resource + " isn't granted)";
    }

    /// The first few of `sentences`, and how many more there are.
    static String joined(List<String> sentences) {
        String shown = String.join(". ", sentences.subList(0, Math.min(SHOWN, sentences.size())));
        return sentences.size() > SHOWN ? shown + ". And " + (sentences.size() - SHOWN) + " more like these" : shown;
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

    private static String remedy(Fault fault, String right, boolean custom) {
        return switch (fault) {
            case Fault.Unreachable _ ->
                "check that the API server listens there, and that its certificate is trusted (`caFile`)";
            case Fault.Silent _ -> "check the API server, or allow a longer timeout";
            case Fault.RateLimited _ -> "ask less often";
            case Fault.Cut _, Fault.TooLarge _ -> "look into the log of the API server, or of the proxy before it";
            case Fault.Distrusted _ -> "check the file or variable that `credentials` names";
            case Fault.Refused(var status, var _) -> refused(status, right, custom);
            case Fault.Unintelligible _ -> "check that a Kubernetes API server listens there";
        };
    }

    private static String refused(int status, String right, boolean custom) {
        return switch (status) {
            case 401 -> "give a token or certificate that the cluster knows and that hasn't ended";
            case 403 -> right + " (deploy/kubernetes/clusterrole.yaml has all that is needed)";
            case 404 ->
                custom
                        ? "the cluster has no such kind: correct apiVersion and resource in `resources`, or take it out"
                        : "check that the address leads to a Kubernetes API server, without a path too many";
            case 410 -> "the list changes faster than it can be read: look into the API server's log";
            default -> "look into the API server's log";
        };
    }
}
