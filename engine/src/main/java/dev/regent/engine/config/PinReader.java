package dev.regent.engine.config;

import dev.regent.analyse.retention.Moment;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import dev.regent.policy.Times;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads the items of `pins`.
final class PinReader {

    private static final String DATE_WANTED = "a date, for example 2027-01-31, or an instant";

    private final Reading reading;

    PinReader(Reading reading) {
        this.reading = reading;
    }

    Optional<Pin> read(Node node) {
        Optional<Mapping> mapping =
                Mapping.of(node, "a pin", List.of("image", "reason", "owner", "until"), reading.problems());
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping pin = mapping.get();
        Optional<String> image = pin.required("image", "image: team/app:1.0")
                .flatMap(it -> reading.values().parsed(it, "image", "an image", PinReader::image));
        Optional<String> reason = pin.required("reason", "reason: audit")
                .flatMap(it -> reading.words(it, "reason", "why the image is pinned"));
        Optional<String> owner = pin.value("owner").flatMap(it -> reading.words(it, "owner", "who asked for the pin"));
        Optional<Instant> until =
                pin.value("until").flatMap(it -> reading.values().parsed(it, "until", DATE_WANTED, PinReader::end));
        if (image.isEmpty() || reason.isEmpty()) {
            return Optional.empty();
        }
        until.ifPresent(end -> pin.value("until")
                .ifPresent(it -> reading.warnFrom(
                        end,
                        it.at(),
                        "the pin of " + Text.plain(image.get()) + " ended at " + end
                                + " and keeps nothing; take it out, or give it a later date")));
        return Optional.of(new Pin(image.get(), reason.get(), owner, until));
    }

    private static String image(String text) {
        if (ImageReference.parse(text).isEmpty()) {
            throw new IllegalArgumentException("an image is written team/app:1.0, registry.example/team/app:1.0 or"
                    + " team/app@sha256:…; got " + Text.quoted(text));
        }
        return text;
    }

    /// A date counts to its end: a pin holds longer rather than shorter.
    private static Instant end(String text) {
        return switch (Times.moment(text)) {
            case Moment.At(var instant, var _) -> text.contains("T") ? instant : instant.plus(Duration.ofDays(1));
            case Moment.Ago _ ->
                throw new IllegalArgumentException("it wants " + DATE_WANTED + "; got " + Text.quoted(text));
        };
    }
}
