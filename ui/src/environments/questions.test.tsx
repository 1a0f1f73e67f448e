import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ImageDialog } from "../estate/ImageDialog";
import { Offered } from "../sources/Offered";
import { anEnvironment, aUse, aUsedImage, aWorkload } from "../testing/environments";
import { admin } from "../testing/plans";
import { json, never, problem, serve } from "../testing/server";
import { show } from "../testing/show";
import UsesPage from "./UsesPage";
import { split } from "./WorkloadRows";
import WorkloadsPage, { question } from "./WorkloadsPage";

const FOREIGN = "/workloads?tier=production&held=foreign";
const all = json({ items: [anEnvironment(), anEnvironment({ name: "dead", heard: "no" })] });

describe("what runs in production that no approved registry holds", () => {
  it("is one question to the server, answered with those images alone", async () => {
    const images = [aUsedImage(), aUsedImage({ held: "foreign", reference: "elsewhere.example/a:1", places: [], why: "elsewhere.example is neither looked at nor approved" })];
    const log = serve({ "GET /environments": all, "GET /workloads": json({ items: [aWorkload({ images })] }) });
    show(<WorkloadsPage />, admin, FOREIGN);
    expect(await screen.findByRole("heading", { level: 1, name: "What runs in production that no approved registry holds?" })).toBeTruthy();
    const row = (await screen.findAllByRole("row"))[1] as HTMLElement;
    expect(within(row).getByRole("list", { name: "Images of web" }).textContent).toContain("elsewhere.example/a:1");
    expect(within(row).getByRole("list", { name: "Images of web" }).textContent).not.toContain("shop/web");
    expect(within(row).getByText(/^1 more/)).toBeTruthy();
    expect(log.filter(({ path }) => path.startsWith("/workloads")).map(({ path }) => path)).toEqual(["/workloads?tier=production&held=foreign&limit=50"]);
  });

  it("says that environments were not heard, and never that there is nothing", async () => {
    serve({ "GET /environments": all, "GET /workloads": json({ items: [] }) });
    show(<WorkloadsPage />, admin, FOREIGN);
    expect(await screen.findByText("Nothing that was heard")).toBeTruthy();
    expect((await screen.findByText(/not heard wholly: this may lack/)).textContent).toContain("1 environment was");
  });

  it("has the other question beside it", async () => {
    serve({ "GET /environments": all, "GET /workloads": json({ items: [] }) });
    show(<WorkloadsPage />, admin, FOREIGN);
    expect((await screen.findByRole("link", { name: "What in production would fail to start again?" })).getAttribute("href")).toBe("/workloads?tier=production&held=missing");
  });

  it("passes on no word that the server wouldn't know", async () => {
    const log = serve({ "GET /environments": all, "GET /workloads": json({ items: [aWorkload()] }) });
    show(<WorkloadsPage />, admin, "/workloads?tier=<b>&held=gone");
    await screen.findByRole("table");
    expect(log.find(({ path }) => path.startsWith("/workloads"))?.path).toBe("/workloads?limit=50");
  });

  it("is asked in words, whatever is asked", () => {
    const nothing = { tier: undefined, held: undefined, team: undefined, q: undefined };
    expect([nothing, { ...nothing, tier: "staging" as const, held: "missing" as const }, { ...nothing, tier: "unknown" as const, team: "shop", q: "web" }].map((one) => question(one).title)).toEqual([
      "Workloads",
      "Workloads in staging with images that their registry no longer has",
      "Workloads whose tier nobody says of shop like “web”",
    ]);
  });

  it("shows the images that answer first", () => {
    const [held, foreign] = [aUsedImage(), aUsedImage({ held: "foreign" })];
    expect(split([held, foreign], "foreign")).toEqual([[foreign], [held]]);
    expect(split([held, foreign], undefined, 1)).toEqual([[held], [foreign]]);
  });

  it("says that it loads, and what went wrong", async () => {
    serve({ "GET /environments": problem(500, "x"), "GET /workloads": never });
    show(<WorkloadsPage />, admin, FOREIGN);
    expect(await screen.findByText("Loading workloads…")).toBeTruthy();
    expect(await screen.findByText(/could not be asked, so this may lack something/)).toBeTruthy();
    serve({ "GET /environments": all, "GET /workloads": problem(400, "tier is one of …") });
    show(<WorkloadsPage />, admin, FOREIGN);
    expect(await screen.findByText("tier is one of …")).toBeTruthy();
  });
});

describe("who uses this image, and since when", () => {
  const image = `shop/web@sha256:${"a".repeat(64)}`;
  const address = `/uses?image=${encodeURIComponent(image)}`;

  it("names environment, workload, container, kind, since when, whose, and how old the evidence is", async () => {
    serve({ "GET /environments": json({ items: [anEnvironment()] }), "GET /uses": json({ items: [aUse({ container: "app", team: "shop", kind: "rollback", why: "seen an hour ago", ageSeconds: 90_000 })] }) });
    show(<UsesPage />, admin, address);
    const text = (await screen.findByRole("table", { name: "Uses" })).textContent ?? "";
    for (const words of ["web", "container app", "prod", "roll-back", "2026-11-01", "production", "team shop", "remembered: seen an hour ago", "25 h old"]) {
      expect(text).toContain(words);
    }
  });

  it("asks for now, and for ever when that is wanted", async () => {
    const log = serve({ "GET /environments": all, "GET /uses": ({ path }) => json({ items: path.includes("current=false") ? [aUse({ to: "2026-11-02T10:00:00Z", protects: false })] : [] }) });
    show(<UsesPage />, admin, address);
    expect(await screen.findByText(/^Nothing that was heard uses/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "ever" }));
    expect((await screen.findByRole("table", { name: "Uses" })).textContent).toContain("over: protects no longer");
    expect(log.filter(({ path }) => path.startsWith("/uses")).map(({ path }) => /current=(\w+)/.exec(path)?.[1])).toEqual(["true", "false"]);
  });

  it("asks nothing before an image is named, and then what is typed", async () => {
    const log = serve({ "GET /environments": all, "GET /uses": json({ items: [aUse()] }) });
    show(<UsesPage />, admin, "/uses");
    expect(await screen.findByText("Which image?")).toBeTruthy();
    expect(log.some(({ path }) => path.startsWith("/uses"))).toBe(false);
    fireEvent.change(screen.getByRole("textbox", { name: "Image" }), { target: { value: " shop/web:1.0 " } });
    fireEvent.click(screen.getByRole("button", { name: "Ask" }));
    await waitFor(() => expect(log.find(({ path }) => path.startsWith("/uses"))?.path).toContain("image=shop%2Fweb%3A1.0&"));
  });

  it("is answered in the dialog of an image", async () => {
    const shown = { registry: "main", repository: "shop/web", digest: `sha256:${"a".repeat(64)}`, role: "image", tags: ["1.0"], verdict: "keep", rule: "in-use", reason: "runs", bytes: 1, firstSeen: "2026-01-01T00:00:00Z", lastSeen: "2026-01-01T00:00:00Z", usedBy: [] } as const;
    serve({ "GET /images/explain": json({ image, matches: [] }), "GET /uses": json({ items: [aUse({ team: "shop" })], next: "more" }) });
    show(<ImageDialog image={{ ...shown, tags: ["1.0"], usedBy: [] }} onClose={() => undefined} />, admin);
    const users = await screen.findByRole("region", { name: "Who uses it" });
    await waitFor(() => expect(users.textContent).toContain("web in prod"));
    expect(users.textContent).toContain("team shop");
    expect(within(users).getByRole("link", { name: "All of them, and who did before" }).getAttribute("href")).toContain("ever=yes");
  });

  it("shows what the server makes of a name that is none", async () => {
    serve({ "GET /environments": all, "GET /uses": problem(400, "“:::” is no image") });
    show(<UsesPage />, admin, "/uses?image=%3A%3A%3A");
    expect(await screen.findByText("“:::” is no image")).toBeTruthy();
  });
});

describe("registries on offer", () => {
  it("are lines to copy, and none of them is taken over", async () => {
    const offer = { by: "portainer", name: "<i>Harbor</i>", host: "harbor.example", product: "Harbor", authenticated: true, environments: ["portainer/prod"], yaml: "  - name: harbor\n" };
    serve({ "GET /registries/offered": json({ items: [offer, { ...offer, name: "odd", host: "?", yaml: undefined }] }) });
    show(<Offered />, admin);
    expect((await screen.findByRole("region", { name: "configuration of <i>Harbor</i>" })).textContent).toBe("  - name: harbor\n");
    expect(screen.getByText("It has no host that could be looked at.")).toBeTruthy();
  });

  it("are not mentioned where there are none", async () => {
    const log = serve({ "GET /registries/offered": json({ items: [] }) });
    show(<Offered />, admin);
    await waitFor(() => expect(log).toHaveLength(1));
    expect(screen.queryByText("Registries on offer")).toBeNull();
  });
});
