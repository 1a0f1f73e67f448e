package dev.regent.connect.storage;

import dev.regent.observe.Leftovers.Upload;
import dev.regent.oci.Timestamps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Pushes that are under way, or broke off: the registry removes what broke off after a week, unless `uploadpurging` is
/// off or says otherwise.
///
/// Source: Distribution v2.8.2, `registry/storage/paths.go`: `_uploads/<id>/{data,startedat,hashstates}`.
record UploadFolders(List<Upload> uploads) {

    /// More than a time takes.
    private static final int LONGEST_TIME = 100;

    UploadFolders {
        uploads = List.copyOf(uploads);
    }

    static UploadFolders read(VolumeLayout layout, List<String> repositories) throws IOException {
        List<Upload> uploads = new ArrayList<>();
        for (String repository : repositories) {
            Path folder = VolumeLayout.uploads(layout.repositories().resolve(repository));
            for (String id : VolumeLayout.names(folder)) {
                Path upload = folder.resolve(id);
                uploads.add(new Upload(repository, id, size(upload.resolve("data")), startedAt(upload)));
            }
        }
        return new UploadFolders(uploads);
    }

    /// Repositories into which something is being pushed, or was when its upload broke off.
    Set<String> repositories() {
        return uploads.stream().map(Upload::repository).collect(Collectors.toUnmodifiableSet());
    }

    /// Zero before the first bytes came, and for what ended meanwhile.
    private static long size(Path data) throws IOException {
        try {
            return Files.size(data);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static Optional<Instant> startedAt(Path upload) {
        try (InputStream in = Files.newInputStream(upload.resolve("startedat"))) {
            return Timestamps.parse(new String(in.readNBytes(LONGEST_TIME), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            // An upload counts without it: somebody pushes there, or did.
            return Optional.empty();
        }
    }
}
