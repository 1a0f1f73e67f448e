package dev.regent.connect.portainer;

import dev.regent.observe.Notice;
import dev.regent.observe.OfferedRegistry;
import dev.regent.observe.OfferedRegistry.Grant;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.List;

/// What Portainer's registries say to people here: what could be configured, and which secrets it gives away.
final class Registries {

    private final DirectoryReading.Result read;
    private final Names names;

    Registries(DirectoryReading.Result read, Names names) {
        this.read = read;
        this.names = names;
    }

    /// Those whose address is told.
    List<OfferedRegistry> offered() {
        List<OfferedRegistry> offered = new ArrayList<>();
        for (RegistryItem registry : read.registries()) {
            registry.url()
                    .ifPresent(url -> offered.add(new OfferedRegistry(
                            Text.plain(registry.name()),
                            host(url),
                            registry.product(),
                            registry.authenticated(),
                            grants(registry))));
        }
        return offered;
    }

    private List<Grant> grants(RegistryItem registry) {
        List<Grant> grants = new ArrayList<>();
        registry.accesses()
                .forEach((environment, granted) -> grants.add(new Grant(
                        names.of(environment),
                        read.people().userNames(granted.access().users()),
                        read.people().teamNames(granted.access().teams()),
                        granted.namespaces().stream().map(Text::plain).toList())));
        return grants;
    }

    List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        for (RegistryItem registry : read.registries()) {
            if (!registry.secrets().isEmpty()) {
                notices.add(new Notice(
                        "password-in-answer",
                        "registry " + registry.id() + " (" + Text.plain(registry.name()) + ")",
                        read.title() + " gives " + String.join(" and ", registry.secrets())
                                + " in clear to every API key of an administrator; Regent passed over it",
                        "update Portainer to a version that keeps it back, and let this registry's account there do"
                                + " no more than pull"));
            }
        }
        return notices;
    }

    /// By convention it has no scheme. User information, which nobody should write there, is left out.
    private static String host(String url) {
        String bare = url.replaceFirst("^[a-zA-Z]+://", "");
        int path = bare.indexOf('/');
        int at = bare.lastIndexOf('@', path < 0 ? bare.length() : path);
        return Text.plain(bare.substring(at + 1).replaceFirst("/+$", ""));
    }
}
