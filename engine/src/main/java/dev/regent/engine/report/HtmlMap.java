package dev.regent.engine.report;

import dev.regent.engine.report.Treemap.Tile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Bytes by repository as areas, with the part that could go. For eyes and mice only: the plan below says the same in
/// words.
final class HtmlMap {

    private static final int TILES = 40;
    private static final int GAP = 3;
    private static final double EDGE = 2;
    private static final int LETTER = 9;

    /// One drawing for each width of the window, since text in a drawing shrinks with it.
    private enum Size {
        WIDE("wide", 1160, 340),
        MIDDLE("middle", 720, 340),
        NARROW("narrow", 330, 420);

        private final String name;
        private final int width;
        private final int height;

        Size(String name, int width, int height) {
            this.name = name;
            this.width = width;
            this.height = height;
        }
    }

    /// @param target where a click leads; empty where it leads nowhere
    private record Area(String name, String target, long bytes, long freed) {}

    private final HtmlPage page;
    private final Html html;

    HtmlMap(HtmlPage page) {
        this.page = page;
        this.html = page.html();
    }

    /// Whether there is anything to compare.
    static boolean shows(PlanSummary summary) {
        return summary.repositories().stream()
                        .filter(repository -> repository.bytes() > 0)
                        .count()
                > 1;
    }

    void write() throws IOException {
        if (!shows(page.summary())) {
            return;
        }
        List<Area> areas = areas();
        html.open("section", "aria-labelledby", "bytes").text("h2", "Bytes by repository", "id", "bytes");
        html.open("figure", "class", "map");
        for (Size size : Size.values()) {
            drawing(size, areas);
        }
        html.open("figcaption")
                .own("<span class=\"key stays\"></span>stays <span class=\"key goes\"></span>could go. ")
                .text(
                        "Areas are bytes, layers counted once in each repository. The plan below says the same in numbers.")
                .close();
        html.close().closeLine();
    }

    private List<Area> areas() {
        List<RepositorySummary> sorted = page.summary().repositories().stream()
                .filter(repository -> repository.bytes() > 0)
                .sorted(Comparator.comparingLong(RepositorySummary::bytes)
                        .reversed()
                        .thenComparing(RepositorySummary::registry)
                        .thenComparing(RepositorySummary::repository))
                .toList();
        List<Area> areas = new ArrayList<>();
        sorted.stream().limit(TILES).map(this::area).forEach(areas::add);
        if (sorted.size() > TILES) {
            List<RepositorySummary> rest = sorted.subList(TILES, sorted.size());
            areas.add(new Area(
                    Units.count(rest.size(), "more", "more"),
                    "",
                    rest.stream().mapToLong(RepositorySummary::bytes).sum(),
                    rest.stream().mapToLong(RepositorySummary::freed).sum()));
            areas.sort(Comparator.comparingLong(Area::bytes).reversed());
        }
        return areas;
    }

    private Area area(RepositorySummary repository) {
        return new Area(
                page.labels().place(repository.registry(), repository.repository()),
                page.anchor(repository).map(anchor -> "#" + anchor).orElse(""),
                repository.bytes(),
                repository.freed());
    }

    private void drawing(Size size, List<Area> areas) throws IOException {
        html.open(
                "svg",
                "class",
                size.name,
                "viewBox",
                "0 0 " + size.width + " " + size.height,
                "aria-hidden",
                "true",
                "focusable",
                "false");
        double[] weights = areas.stream().mapToDouble(Area::bytes).toArray();
        for (Tile tile : Treemap.of(weights, size.width, size.height)) {
            draw(tile, areas.get(tile.index()));
        }
        html.closeLine();
    }

    private void draw(Tile tile, Area area) throws IOException {
        double width = tile.width() - GAP;
        double height = tile.height() - GAP;
        if (width < 1 || height < 1) {
            return;
        }
        boolean leads = !area.target().isEmpty();
        html.open(leads ? "a" : "g", leads ? "href" : "", area.target(), leads ? "tabindex" : "", "-1");
        html.text(
                "title",
                area.name() + ": " + Units.bytes(area.bytes()) + ", of which " + Units.bytes(area.freed())
                        + " could go");
        rect("stays", tile, tile.x(), width, height);
        if (area.freed() > 0) {
            double part = Math.max(EDGE, width * Math.min(1.0, (double) area.freed() / area.bytes()));
            rect("goes", tile, tile.x(), part, height);
            rect("edge", tile, tile.x() + part - EDGE, EDGE, height);
        }
        label(tile, width, height, area);
        html.close();
    }

    private void rect(String kind, Tile tile, double x, double width, double height) throws IOException {
        html.open(
                        "rect",
                        "class",
                        kind,
                        "x",
                        number(x),
                        "y",
                        number(tile.y()),
                        "width",
                        number(width),
                        "height",
                        number(height))
                .close();
    }

    private void label(Tile tile, double width, double height, Area area) throws IOException {
        int letters = (int) ((width - 12) / LETTER);
        if (letters < 5 || height < 24) {
            return;
        }
        // A drawing in the drawing cuts off what a wider font than expected would let run over its tile.
        html.open(
                "svg", "x", number(tile.x()), "y", number(tile.y()), "width", number(width), "height", number(height));
        html.text("text", fitting(area.name(), letters), "class", "name", "x", "8", "y", "18");
        String bytes = Units.bytes(area.bytes());
        String both = bytes + ", " + Units.share(area.freed(), area.bytes()) + " could go";
        String said = both.length() <= letters && area.freed() > 0 ? both : bytes;
        if (height >= 42 && said.length() <= letters + 1) {
            html.text("text", said, "x", "8", "y", "36");
        }
        html.close();
    }

    /// The whole name, or else its last part, by which teams know their repositories, or else the beginning of that.
    private static String fitting(String name, int letters) {
        if (name.length() <= letters) {
            return name;
        }
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.codePointCount(0, last.length()) <= letters
                ? last
                : last.substring(0, last.offsetByCodePoints(0, letters - 1)) + "…";
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
