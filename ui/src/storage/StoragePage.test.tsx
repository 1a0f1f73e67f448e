import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { GrowthItem, LayerItem, OrphanItem, SprawlItem, StorageItem } from "../api/storage";
import type { Registry } from "../api/types";
import { admin, aRegistry } from "../testing/plans";
import { json, serve } from "../testing/server";
import { show } from "../testing/show";
import StoragePage from "./StoragePage";

const GIB = 1024 ** 3;

interface Estate {
  registries?: Registry[];
  storage?: StorageItem[];
  growth?: GrowthItem[];
  layers?: LayerItem[];
  sprawl?: SprawlItem[];
  orphans?: OrphanItem[];
}

function open({ registries = [aRegistry({ uniqueBytes: 3 * GIB })], storage = [], growth = [], layers = [], sprawl = [], orphans = [] }: Estate, address = "/storage") {
  const log = serve({
    "GET /registries": json({ items: registries }),
    "GET /estate/storage": json({ items: storage }),
    "GET /estate/growth": json({ items: growth }),
    "GET /estate/layers": json({ items: layers }),
    "GET /estate/sprawl": json({ items: sprawl }),
    "GET /estate/orphans": json({ items: orphans }),
  });
  show(<StoragePage />, admin, address, "/storage");
  return log;
}

const anItem = (more: Partial<StorageItem> = {}): StorageItem => ({ name: "shop/web", registry: "main", tags: 3, manifests: 2, bytes: 2 * GIB, exclusiveBytes: GIB, attributedBytes: 1.5 * GIB, ...more });

const text = (table: string) => within(screen.getByRole("table", { name: table })).getAllByRole("row").map(({ textContent }) => textContent);

describe("the page of storage", () => {
  it("says what each repository holds, alone and of what is shared", async () => {
    open({ storage: [anItem(), anItem({ name: "shop/cart", attributedBytes: 0.5 * GIB, exclusiveBytes: 0, bytes: GIB })] });
    expect(await screen.findByRole("heading", { level: 1, name: "3.0 GiB in 1 registry" })).toBeTruthy();
    await screen.findByRole("table", { name: "Storage by repository" });
    expect(text("Storage by repository").slice(1)).toEqual(["shop/web1.5 GiB, 75 %1.0 GiB2.0 GiB32main", "shop/cart512.0 MiB, 25 %0 B1.0 GiB32main"]);
    expect(screen.getByRole("link", { name: "shop/web" }).getAttribute("href")).toBe("/estate/main/images?repository=shop%2Fweb");
  });

  it("orders by pulls for what they take, what nobody tells of last, and says since when they are known", async () => {
    open({ storage: [anItem({ pulls: 30, pullsSince: "2026-06-01" }), anItem({ name: "shop/cart", registry: "other" }), anItem({ name: "shop/old", pulls: 0, pullsSince: "2026-06-01" })] });
    await screen.findByRole("table", { name: "Storage by repository" });
    fireEvent.click(screen.getByRole("button", { name: "pulls a GiB" }));
    expect(text("Storage by repository").slice(1).map((row) => row.slice(0, 9))).toEqual(["shop/web1", "shop/old1", "shop/cart"]);
    fireEvent.click(screen.getByRole("button", { name: "pulls a GiB" }));
    expect(text("Storage by repository").slice(1)).toEqual(["shop/old1.5 GiB, 33 %001.0 GiB2.0 GiB32main", "shop/web1.5 GiB, 33 %30201.0 GiB2.0 GiB32main", "shop/cart1.5 GiB, 33 %not told–1.0 GiB2.0 GiB32other"]);
    expect(screen.getByText(/Pulls are those of 30 days/).textContent).toContain("main since 2026-06-01. Nothing");
  });

  it("tells what belongs to no team, and asks for teams once it is told to", async () => {
    const log = open({ storage: [anItem({ name: undefined, registry: undefined })] });
    fireEvent.click(await screen.findByRole("button", { name: "by team" }));
    await screen.findByRole("table", { name: "Storage by team" });
    expect(text("Storage by team")[1]).toContain("no team");
    expect(log.some(({ path }) => path.startsWith("/estate/storage?") && path.includes("by=team"))).toBe(true);
  });

  it("names a base by its annotation, or by its layer and who has just that", async () => {
    open(
      { storage: [anItem({ known: "annotation", name: "docker.io/library/debian:13", registry: undefined }), anItem({ known: "layer", name: undefined, digest: `sha256:${"ab".repeat(32)}`, foundIn: "base/alpine", registry: undefined })] },
      "/storage?by=base",
    );
    await screen.findByRole("table", { name: "Storage by base" });
    expect(text("Storage by base")[1]).toContain("docker.io/library/debian:13");
    expect(text("Storage by base")[2]).toContain("all of an image in base/alpine");
    expect(screen.getByText(/doesn’t tell bases apart/)).toBeTruthy();
  });

  it("says that one day is no growth yet", async () => {
    open({ storage: [anItem()], growth: [{ name: "main", registry: "main", grewBytes: 0, points: [{ day: "2026-06-01", tags: 3, manifests: 2, bytes: GIB, attributedBytes: GIB }] }] }, "/storage?by=registry");
    expect(await screen.findByText("One day is known so far: growth shows from the second on.")).toBeTruthy();
    expect(text("Growth by registry")[1]).toBe("main±0 B1.0 GiB±02026-06-011");
  });

  it("takes what can't be seen for neither nothing nor something", async () => {
    const sprawl = { registry: "main", repository: "shop/web", tags: 9, tagged: 4, surplusTags: 5, mostTags: 3, unmoved: 2, repeatedLayers: 0, repeatedBytes: 0 };
    open({ storage: [anItem()], sprawl: [sprawl], orphans: [{ registry: "main", kind: "unknown", count: 0, bytes: 0, why: "it is read over /v2/" }] });
    await screen.findByRole("table", { name: "Tags to spare" });
    expect(text("Tags to spare")[1]).toBe("shop/web94532not seen–main");
    expect(await screen.findByText("it is read over /v2/")).toBeTruthy();
  });

  it("leads to the first steps where no registry is configured", async () => {
    open({ registries: [] });
    expect(await screen.findByRole("heading", { level: 1, name: "Storage" })).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("says so where nothing was seen yet", async () => {
    open({});
    expect(await screen.findByText("No day was kept yet")).toBeTruthy();
    expect(screen.getAllByText("Nothing was seen yet").length).toBeGreaterThan(0);
  });
});
