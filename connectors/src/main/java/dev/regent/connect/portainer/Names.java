package dev.regent.connect.portainer;

import dev.regent.oci.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Portainer's environments are called here: the directory's name, a slash, their own. Where that says too
/// little or could mislead, their number follows.
final class Names {

    private static final Pattern NUMBERED = Pattern.compile(".* #[0-9]+");

    private final String directory;
    private final Map<Integer, String> names = new HashMap<>();

    Names(String directory, List<EnvironmentItem> environments) {
        this.directory = directory;
        Map<String, Integer> times = new HashMap<>();
        environments.forEach(environment -> times.merge(Text.plain(environment.name()), 1, Integer::sum));
        for (EnvironmentItem environment : environments) {
            String plain = Text.plain(environment.name());
            boolean alone = times.getOrDefault(plain, 0) == 1;
            boolean odd = !plain.equals(environment.name())
                    || plain.isBlank()
                    || !plain.strip().equals(plain)
                    || plain.indexOf('/') >= 0
                    || NUMBERED.matcher(plain).matches();
            names.put(
                    environment.id(),
                    directory + "/" + (alone && !odd ? plain : (plain + " #" + environment.id()).strip()));
        }
    }

    /// Of an environment that was listed or that something else names.
    String of(int environment) {
        return Optional.ofNullable(names.get(environment)).orElse(directory + "/#" + environment);
    }

    boolean knows(int environment) {
        return names.containsKey(environment);
    }
}
