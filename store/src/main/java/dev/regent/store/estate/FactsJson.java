package dev.regent.store.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.observe.Hint;
import dev.regent.observe.Notice;
import dev.regent.observe.OfferedRegistry;
import dev.regent.store.sql.Storable;
import java.util.List;

/// Lists that are read and written as wholes. Only what this wrote is read.
final class FactsJson {

    /// A far side can say anything; what is more than this tells nobody more.
    private static final int MOST = 1_000;

    private static final JsonMapper JSON = new JsonMapper();

    private FactsJson() {}

    static String hints(List<Hint> hints) {
        return written(hints.stream()
                .limit(MOST)
                .map(hint -> new Hint(hint.from(), Storable.text(hint.key()), Storable.text(hint.value())))
                .toList());
    }

    static String notices(List<Notice> notices) {
        return written(notices.stream()
                .limit(MOST)
                .map(notice -> new Notice(
                        Storable.text(notice.kind()),
                        Storable.text(notice.subject()),
                        Storable.text(notice.words()),
                        Storable.text(notice.remedy())))
                .toList());
    }

    static String registries(List<OfferedRegistry> registries) {
        return written(registries.stream().limit(MOST).map(FactsJson::clean).toList());
    }

    private static OfferedRegistry clean(OfferedRegistry registry) {
        return new OfferedRegistry(
                Storable.text(registry.name()),
                Storable.text(registry.host()),
                Storable.text(registry.product()),
                registry.authenticated(),
                registry.grants().stream()
                        .limit(MOST)
                        .map(grant -> new OfferedRegistry.Grant(
                                Storable.text(grant.environment()),
                                clean(grant.users()),
                                clean(grant.teams()),
                                clean(grant.namespaces())))
                        .toList());
    }

    static List<String> clean(List<String> texts) {
        return texts.stream().limit(MOST).map(Storable::text).toList();
    }

    static List<Hint> hints(String json) {
        return read(json, new TypeReference<>() {});
    }

    static List<Notice> notices(String json) {
        return read(json, new TypeReference<>() {});
    }

    static List<OfferedRegistry> registries(String json) {
        return read(json, new TypeReference<>() {});
    }

    private static String written(List<?> list) {
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts is no JSON", e);
        }
    }

    private static <T> List<T> read(String json, TypeReference<List<T>> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database has other JSON than was written to it", e);
        }
    }
}
