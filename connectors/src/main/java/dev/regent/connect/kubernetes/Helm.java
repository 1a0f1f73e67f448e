package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.regent.observe.Use;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.yaml.snakeyaml.LoaderOptions;

/// Reads what Helm keeps of a release, as version 3 does in a secret: `data.release` is Base64, as all
/// data of secrets, of Base64 of gzip of JSON. Of it only `manifest` is looked at, and of that only
/// images.
///
/// @see <a href="https://github.com/helm/helm/blob/v3.16.0/pkg/storage/driver/util.go">helm</a>
final class Helm {

    private static final int LARGEST_MANIFEST = 32 << 20;
    private static final ObjectMapper JSON = new JsonMapper();
    private static final ObjectMapper YAML =
            new YAMLMapper(YAMLFactory.builder().loaderOptions(limits()).build());

    private Helm() {}

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST_MANIFEST);
        limits.setNestingDepthLimit(100);
        return limits;
    }

    static void read(JsonNode secret, ClusterUses uses) {
        Meta meta = Meta.of(secret);
        JsonNode labels = secret.path("metadata").path("labels");
        String release = meta.workload("helm release", labels.path("name").asText(meta.name()));
        // The latest revision is what is there now; all others are what `helm rollback` can go to.
        Use.Kind kind = labels.path("status").asText().equals("deployed") ? Use.Kind.DECLARED : Use.Kind.ROLLBACK;
        try (MappingIterator<JsonNode> objects = YAML.readerFor(JsonNode.class)
                .readValues(manifest(secret.path("data").path("release").asText()))) {
            while (objects.hasNextValue()) {
                JsonNode object = objects.nextValue();
                if (object == null) {
                    continue;
                }
                uses.released(release, kind, object);
                object.path("items").forEach(item -> uses.released(release, kind, item));
            }
        } catch (IOException | RuntimeException e) {
            // What it is can't be said: a message of the parsers may quote a secret.
            uses.gap(release, "keeps its revision " + meta.workload("secret") + " in a form that can't be read");
        }
    }

    private static String manifest(String data) throws IOException {
        byte[] once = Base64.getMimeDecoder().decode(data);
        byte[] twice = Base64.getMimeDecoder().decode(once);
        try (InputStream plain = twice.length > 1 && twice[0] == 0x1f
                        ? new GZIPInputStream(new ByteArrayInputStream(twice))
                        : new ByteArrayInputStream(twice);
                JsonParser parser = JSON.createParser(plain)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a release is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean manifest = parser.currentName().equals("manifest");
                parser.nextToken();
                if (manifest) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
        }
        throw new IOException("a release has a manifest");
    }
}
