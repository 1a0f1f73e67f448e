import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Environment, WhoAmI } from "../api/types";
import { anEnvironment } from "../testing/environments";
import { admin, aRegistry, viewer } from "../testing/plans";
import { json, never, problem, serve } from "../testing/server";
import { show } from "../testing/show";
import EnvironmentsPage, { headline } from "./EnvironmentsPage";

function open(environments: Environment[], who: WhoAmI = admin, address = "/environments") {
  const log = serve({
    "GET /environments": json({ items: environments }),
    "GET /registries": json({ items: [aRegistry(), aRegistry({ name: "edge", heldBack: { bytes: 2048, manifests: 1 } })] }),
    "POST /environments/portainer%2Fold/retire": json({}),
    "POST /environments/host/confirm": problem(409, "environment host is watched: nothing about it waits to be confirmed"),
  });
  show(<EnvironmentsPage />, who, address, "/environments");
  return log;
}

const crowd = (size: number) => Array.from({ length: size }, (_, number) => anEnvironment({ name: `site-${String(number).padStart(3, "0")}`, heard: number === 120 ? "no" : "yes" }));

describe("the page of environments", () => {
  it("begins with what is not seen, since when, why, and what ends it", async () => {
    open([anEnvironment(), anEnvironment({ name: "cluster", kind: "kubernetes", heard: "partly", heardSince: new Date(Date.now() - 7_200_000).toISOString(), why: "CronJobs may not be listed (403)" })]);
    expect(await screen.findByRole("heading", { level: 1, name: "1 of 2 environments is not seen whole" })).toBeTruthy();
    const blind = screen.getByRole("region", { name: "Blind spots" });
    expect((await within(blind).findByText(/hold back/)).textContent).toBe("They hold back at most 2.0 KiB in 1 manifest: edge 2.0 KiB");
    expect(blind.textContent).toContain("since 2 h ago");
    expect(blind.textContent).toContain("CronJobs may not be listed (403)");
    expect(blind.textContent).toContain("Until then nothing that it could use is removed");
  });

  it("has no blind spots where all is heard", async () => {
    open([anEnvironment(), anEnvironment({ name: "other" })]);
    expect(await screen.findByRole("heading", { level: 1, name: "All 2 environments are seen whole" })).toBeTruthy();
    expect(screen.queryByRole("region", { name: "Blind spots" })).toBeNull();
  });

  it("stays short with two hundred, the unheard first, and finds one by its name", async () => {
    open(crowd(200));
    const rows = () => within(screen.getByRole("table", { name: "Environments" })).getAllByRole("row").slice(1);
    await screen.findByRole("table", { name: "Environments" });
    expect(rows()).toHaveLength(50);
    expect(rows()[0]?.textContent).toContain("site-120");
    fireEvent.change(screen.getByRole("textbox", { name: "Find an environment" }), { target: { value: "site-19" } });
    await waitFor(() => expect(rows()).toHaveLength(10));
  });

  it("groups what a directory leads to, with how the directory itself is heard", async () => {
    open([anEnvironment({ name: "portainer", kind: "portainer", heard: "no", why: "401", notices: [{ kind: "x", subject: "s", words: "w", remedy: "r" }] }), anEnvironment({ name: "portainer/a", directory: "portainer" })]);
    const group = await screen.findByRole("region", { name: "Through portainer" });
    expect(within(group).getByText("1 notice")).toBeTruthy();
    expect(within(group).getByRole("link", { name: "portainer/a" }).getAttribute("href")).toBe("/environments/portainer%2Fa");
  });

  it("shows retired ones only when asked", async () => {
    open([anEnvironment(), anEnvironment({ name: "gone", state: "retired", heard: "no" })]);
    await screen.findByRole("link", { name: "prod" });
    expect(screen.queryByRole("link", { name: "gone" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "retired" }));
    expect(await screen.findByRole("link", { name: "gone" })).toBeTruthy();
  });

  it("retires what is gone, with a reason, under a name with a slash", async () => {
    const log = open([anEnvironment({ name: "portainer/old", directory: "portainer", state: "remembered", heard: "no", remembered: 5 })]);
    fireEvent.click(await screen.findByRole("button", { name: "Retire portainer/old" }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("5 uses that portainer/old no longer shows will stop protecting");
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "sold" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Retire" }));
    await waitFor(() => expect(log.find(({ method }) => method === "POST")).toMatchObject({ path: "/environments/portainer%2Fold/retire", body: { reason: "sold" } }));
  });

  it("shows what the server has against a confirmation, and keeps the reason", async () => {
    open([anEnvironment({ name: "host", state: "shrunk", remembered: 1 })]);
    fireEvent.click(await screen.findByRole("button", { name: "Confirm host" }));
    const dialog = await screen.findByRole("dialog");
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "meant" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Confirm" }));
    expect(await within(dialog).findByText(/nothing about it waits to be confirmed/)).toBeTruthy();
    expect((within(dialog).getByRole("textbox") as HTMLTextAreaElement).value).toBe("meant");
  });

  it("lets nobody but an administrator judge", async () => {
    open([anEnvironment({ name: "host", state: "shrunk" })], viewer);
    expect((await screen.findByRole("button", { name: "Confirm host" })).getAttribute("aria-disabled")).toBe("true");
  });

  it("says what to configure where there is none", async () => {
    open([]);
    expect(await screen.findByRole("heading", { name: "Tell Regent what runs your images" })).toBeTruthy();
    expect(screen.getByRole("region", { name: "environments" }).textContent).toContain("portainer+https://");
  });

  it("says that it loads while no answer comes, and offers another try after a failure", async () => {
    serve({ "GET /environments": never });
    show(<EnvironmentsPage />, admin);
    expect(await screen.findByText("Loading environments…")).toBeTruthy();
    serve({ "GET /environments": problem(503, "the database is away") });
    show(<EnvironmentsPage />, admin);
    expect(await screen.findByText("the database is away")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("takes text from elsewhere as text", async () => {
    open([anEnvironment({ name: "<img src=x onerror=alert(1)>", heard: "no", why: "<script>alert(1)</script>" })]);
    await screen.findByRole("region", { name: "Blind spots" });
    expect(document.querySelector("img, script")).toBeNull();
  });

  it("has a heading for each number", () => {
    expect([headline([anEnvironment()]), headline([anEnvironment({ state: "retired" })])]).toEqual(["The one environment is seen whole", "Every environment is retired"]);
  });
});
