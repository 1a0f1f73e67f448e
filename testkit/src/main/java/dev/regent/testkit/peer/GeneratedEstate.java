package dev.regent.testkit.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An estate of the generator that lies beside the project: a volume as Distribution writes it, and the truth about it.
///
/// @param folder where `registry` (the volume) and `truth` are
public record GeneratedEstate(Path folder) {

    private static final Path GENERATOR = Path.of("shared", "bench", "gen_estate.py");

    /// Makes one; skips the test where the generator is missing, and fails it where `CI=true`.
    ///
    /// @param options of the generator, for example `--seed 7`
    public static GeneratedEstate make(Path folder, String... options) throws IOException, InterruptedException {
        Path generator = besideTheProject(GENERATOR);
        Peers.require("the estates' generator (" + GENERATOR + ")", Files.isRegularFile(generator));
        List<String> command = new ArrayList<>(List.of("python3", generator.toString(), folder.toString()));
        command.addAll(List.of(options));
        Path log = Files.createTempFile("regent-estate-", ".log");
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(command + " ended with " + status + ": " + Files.readString(log));
            }
        } finally {
            Files.delete(log);
        }
        return new GeneratedEstate(folder);
    }

    /// What Distribution calls `rootdirectory`.
    public Path volume() {
        return folder.resolve("registry");
    }

    /// The lines of one of the generator's own records.
    public List<String> truth(String file) throws IOException {
        return Files.readAllLines(folder.resolve("truth").resolve(file));
    }

    /// Tests run in a module's folder, or in the project's.
    private static Path besideTheProject(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path project = Files.isDirectory(here.resolve("core"))
                ? here
                : here.resolve("..").normalize();
        return project.resolveSibling(path);
    }
}
