package dev.regent.engine.config;

import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Keys under which people write secrets. None has a place in the file.
final class SecretKeys {

    private static final Set<String> SECRET = Set.of(
            "password",
            "passwd",
            "pass",
            "passphrase",
            "token",
            "identitytoken",
            "accesstoken",
            "secret",
            "apikey",
            "auth");

    private SecretKeys() {}

    /// The same fields without such keys, which are problems; their values are not shown.
    static Node refused(Node node, Problems problems) {
        if (!(node instanceof Node.Fields fields)) {
            return node;
        }
        List<Node.Field> harmless = new ArrayList<>();
        for (Node.Field field : fields.fields()) {
            String key = field.key().text();
            if (SECRET.contains(key.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""))) {
                problems.add(
                        field.key().at(),
                        "`" + key + "` would put a secret into this file; write the secret to a file of its own and"
                                + " name that, `credentials: {usernameFile: …, passwordFile: …}`, or name environment"
                                + " variables, `credentials: {env: {username: …, password: …}}`");
            } else {
                harmless.add(field);
            }
        }
        return new Node.Fields(fields.at(), harmless);
    }
}
