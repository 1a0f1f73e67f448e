import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { NodeImage, Workload } from "../api/environments";
import type { Environment } from "../api/types";
import { anEnvironment, aUsedImage, aWorkload } from "../testing/environments";
import { admin } from "../testing/plans";
import { json, never, problem, serve } from "../testing/server";
import { show } from "../testing/show";
import EnvironmentPage from "./EnvironmentPage";

function open(environment: Environment, workloads: Workload[] = [aWorkload()], { all = [environment], search = "", nodeImages = [] as NodeImage[] } = {}) {
  const path = `/environments/${encodeURIComponent(environment.name)}`;
  const log = serve({
    [`GET ${path}`]: json({ environment, workloads: { items: [] } }),
    "GET /environments": json({ items: all }),
    "GET /workloads": json({ items: workloads }),
    "GET /node-images": json({ items: nodeImages }),
  });
  show(<EnvironmentPage />, admin, path + search, "/environments/:name");
  return log;
}

const table = () => screen.findByRole("table", { name: "Workloads and their images" });

describe("the page of one environment", () => {
  it("shows whose each workload is, and who says so", async () => {
    open(anEnvironment(), [aWorkload({ team: { value: "shop", source: "namespace label team" }, owner: { value: "olga", source: "mapping rule 3 (line 12)" }, conflicts: ["labels name two teams: none counts"] })]);
    const text = (await table()).textContent ?? "";
    for (const words of ["production", "label env", "team shop", "namespace label team", "owner olga", "mapping rule 3 (line 12)", "labels name two teams: none counts"]) {
      expect(text).toContain(words);
    }
  });

  it("says that a tier which nobody says counts as production", async () => {
    open(anEnvironment(), [aWorkload({ tier: { value: "unknown", source: "nobody says" } })]);
    expect((await table()).textContent).toContain("counts as production");
  });

  it("says of a missing image that a restart would fail, and where else it is", async () => {
    open(anEnvironment(), [aWorkload({ images: [aUsedImage({ held: "missing", why: "main/shop/web doesn't have it", places: [{ registry: "mirror", repository: "shop/web" }] })] })]);
    const found = await table();
    expect(found.textContent).toContain("a restart elsewhere would fail");
    expect(found.textContent).toContain("main/shop/web doesn't have it");
    expect(within(found).getByRole("link", { name: "mirror/shop/web" }).getAttribute("href")).toBe("/estate/mirror/images?repository=shop%2Fweb");
  });

  it("leads from an image to who else uses just that digest", async () => {
    open(anEnvironment());
    const link = within(await table()).getByRole("link", { name: "registry.example:5000/shop/web:1.0" });
    expect(new URLSearchParams(link.getAttribute("href")?.split("?")[1]).get("image")).toBe(`registry.example:5000/shop/web@sha256:${"a".repeat(64)}`);
  });

  it("names each kind of use, and keeps many images folded", async () => {
    const kinds = ["running", "desired", "rollback", "declared", "stopped", "rollback", "rollback"] as const;
    open(anEnvironment(), [aWorkload({ images: kinds.map((kind, index) => aUsedImage({ kind, container: `c${index}` })) })]);
    const found = await table();
    expect(["running", "wanted", "roll-back", "declared", "stopped"].every((word) => found.textContent?.includes(word))).toBe(true);
    expect(within(found).getByText(/^2 more/)).toBeTruthy();
  });

  it("says what is not heard, why, and how that ends", async () => {
    open(anEnvironment({ heard: "partly", why: "Secrets refused (403)" }));
    const blind = await screen.findByRole("region", { name: "What is not heard" });
    expect(blind.textContent).toContain("Secrets refused (403)");
    expect(blind.textContent).toContain("Mend that");
  });

  it("shows notices with their remedy, and why changes can't be heard", async () => {
    open(anEnvironment({ freshness: "polling", freshnessWhy: "the stream was cut", notices: [{ kind: "failed-pull", subject: "shop/web", words: "404", remedy: "push it again" }] }));
    expect((await screen.findByRole("region", { name: "What should be mended there" })).textContent).toContain("push it again");
    expect(screen.getByRole("region", { name: "Changes can't be heard at the moment" }).textContent).toContain("the stream was cut");
  });

  it("does not call an unheard environment empty", async () => {
    open(anEnvironment({ heard: "no", why: "refused" }), []);
    expect(await screen.findByText("Nothing is known to run here")).toBeTruthy();
  });

  it("says nothing of the whole where only a part of the list is empty", async () => {
    serve({ "GET /environments/prod": json({ environment: anEnvironment() }), "GET /environments": json({ items: [] }), "GET /workloads": json({ items: [], next: "w1" }) });
    show(<EnvironmentPage />, admin, "/environments/prod?held=foreign", "/environments/:name");
    expect(await screen.findByText("None in this part of the list")).toBeTruthy();
  });

  it("asks the server for what is chosen", async () => {
    const log = open(anEnvironment());
    await table();
    fireEvent.change(screen.getByRole("combobox", { name: "Held by a registry" }), { target: { value: "missing" } });
    await waitFor(() => expect(log.some(({ path }) => path.startsWith("/workloads?") && path.includes("environment=prod") && path.includes("held=missing"))).toBe(true));
  });

  it("shows images on nodes with their size and last use", async () => {
    const image = { environment: "prod", node: "n1", names: ["a/b:1"], digests: [`sha256:${"b".repeat(64)}`], size: 1_572_864, firstSeen: "2026-11-01T10:00:00Z", inUse: false };
    open(anEnvironment({ nodes: ["n1", "n2"] }), [], { search: "?of=nodes", nodeImages: [image, { ...image, node: "n2", inUse: true }] });
    const text = (await screen.findByRole("table", { name: "Images on nodes" })).textContent ?? "";
    expect(["a/b:1", "1.5 MiB", "in use", "by nothing that is known"].every((words) => text.includes(words))).toBe(true);
    expect(screen.getByRole("combobox", { name: "Node" })).toBeTruthy();
  });

  it("lists what a directory leads to, instead of workloads", async () => {
    const directory = anEnvironment({ name: "portainer", kind: "portainer" });
    open(directory, [], { all: [directory, anEnvironment({ name: "portainer/a", directory: "portainer", heard: "no" })] });
    expect(await screen.findByRole("heading", { name: "Leads to 1 environment" })).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Images on nodes" })).toBeNull();
  });

  it("says that it loads, and what went wrong", async () => {
    serve({ "GET /environments/slow": never, "GET /environments/gone": problem(404, "no environment gone was ever known") });
    show(<EnvironmentPage />, admin, "/environments/slow", "/environments/:name");
    expect(await screen.findByText("Loading environment slow…")).toBeTruthy();
    show(<EnvironmentPage />, admin, "/environments/gone", "/environments/:name");
    expect(await screen.findByText("no environment gone was ever known")).toBeTruthy();
  });
});
