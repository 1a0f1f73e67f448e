import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Plan, WhoAmI } from "../api/types";
import { admin, aPlan, aRegistry, aStep, viewer } from "../testing/plans";
import { json, problem, serve } from "../testing/server";
import { show } from "../testing/show";
import PlanPage from "./PlanPage";

function open(plan: Plan, who: WhoAmI = admin, registry = aRegistry()) {
  const log = serve({
    [`GET /plans/${encodeURIComponent(plan.digest)}`]: json(plan),
    "GET /registries/main": json(registry),
    "GET /environments": json({ items: [{ name: "host", state: "watched" }, { name: "old", state: "retired" }] }),
    [`POST /plans/${encodeURIComponent(plan.digest)}/approvals`]: ({ body }) =>
      (body as { allowLarge?: boolean }).allowLarge === true || !plan.large ? json({}, 201) : problem(409, "It is large.", { reasons: ["allowLarge is missing"] }),
    "POST /executions": json({ execution: "x-7" }, 202),
  });
  show(<PlanPage />, who, `/plans/${plan.digest}`, "/plans/:digest");
  return log;
}

const button = (name: string) => screen.findByRole("button", { name });
const isOff = async (name: string) => (await button(name)).getAttribute("aria-disabled") === "true";

describe("a plan's page", () => {
  it("shows the risk before the steps, the riskiest first", async () => {
    open(aPlan({ steps: [aStep({ tags: ["calm"] }), aStep({ tags: ["wild"], digest: "sha256:b", risk: "high", riskReasons: ["pulled yesterday"] })] }));
    const headings = (await screen.findAllByRole("heading")).map(({ textContent }) => textContent);
    expect(headings.indexOf("Risk")).toBeLessThan(headings.indexOf("Steps"));
    const rows = within(screen.getByRole("table", { name: "Steps to check first" })).getAllByRole("row");
    expect(rows[1]?.textContent).toContain("wild");
    expect(rows[1]?.textContent).toContain("pulled yesterday");
  });

  it("says how long carrying it out takes, and by what that is known", async () => {
    open(aPlan({ duration: { seconds: 170, atLeast: 140, atMost: 200, basis: "measured", steps: 120, notes: ["most of it goes to shop/web"] } }));
    expect((await screen.findByText(/^Carrying it out takes/)).textContent).toBe(
      "Carrying it out takes about 3 min (2 min to 3 min), by 120 steps measured; most of it goes to shop/web.",
    );
  });

  it("says what was not heard and how old the evidence is", async () => {
    open(aPlan({ sources: [{ name: "edge-host", heard: "no", detail: "connection refused", observedAt: "2020-01-01T00:00:00Z" }] }));
    expect(await screen.findByText("edge-host, not heard")).toBeTruthy();
    expect(screen.getByText("connection refused")).toBeTruthy();
    expect(screen.getByText(/d ago$/)).toBeTruthy();
  });

  it("says what blind spots hold back, and where they are", async () => {
    open(aPlan(), admin, aRegistry({ heldBack: { bytes: 1_572_864, manifests: 6 } }));
    expect((await screen.findByText(/hold back/)).textContent).toContain("at most 1.5 MiB in 6 manifests");
    expect(screen.getByRole("link", { name: "See which, and what lifts it" }).getAttribute("href")).toBe("/environments?show=blind");
  });

  it("is approved with a reason, and not without", async () => {
    const log = open(aPlan());
    fireEvent.click(await button("Approve"));
    const dialog = await screen.findByRole("dialog");
    fireEvent.click(within(dialog).getByRole("button", { name: "Approve" }));
    expect(await within(dialog).findByText(/Say why/)).toBeTruthy();
    expect(log.some(({ method }) => method === "POST")).toBe(false);
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: " checked " } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(log.find(({ method }) => method === "POST")?.body).toEqual({ reason: "checked" });
  });

  it("asks in words to allow a large one, and only then", async () => {
    const log = open(aPlan({ large: true }));
    fireEvent.click(await button("Approve"));
    const dialog = await screen.findByRole("dialog");
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "meant" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Approve" }));
    expect(await within(dialog).findByText("Tick that a large plan is meant.")).toBeTruthy();
    fireEvent.click(within(dialog).getByRole("checkbox", { name: /Allow that it is large/ }));
    fireEvent.click(within(dialog).getByRole("button", { name: "Approve" }));
    await waitFor(() => expect(log.find(({ method }) => method === "POST")?.body).toEqual({ reason: "meant", allowLarge: true }));
  });

  it("lists why it can't be approved, with the lines to add", async () => {
    open(aPlan({ approvable: false, whyNot: ["environments are not said to be complete"] }), admin, aRegistry({ environmentsComplete: false, environments: null }));
    expect(await isOff("Approve")).toBe(true);
    expect(screen.getByRole("heading", { name: "Why it can't be approved" })).toBeTruthy();
    const yaml = await screen.findByRole("region", { name: "lines for the configuration" });
    await waitFor(() => expect(yaml.textContent).toContain("environments: [host]"));
    expect(yaml.textContent).toContain("environmentsComplete: true");
  });

  it("tells a viewer which permission lacks", async () => {
    open(aPlan(), viewer);
    expect(await isOff("Approve")).toBe(true);
    expect(screen.getByText(/Needs the permission “approve”/)).toBeTruthy();
  });

  it("is not carried out before it is approved", async () => {
    open(aPlan());
    expect(await isOff("Carry out")).toBe(true);
    expect(screen.getByText("It needs an approval first.")).toBeTruthy();
  });

  it("is carried out once approved, and leads to its execution", async () => {
    const approval = { id: "a-1", by: "olga", reason: "checked", at: "2026-11-20T11:30:00Z", until: "2099-01-01T00:00:00Z" };
    open(aPlan({ state: "approved", approval }));
    expect(await screen.findByText(/Approved by/)).toBeTruthy();
    fireEvent.click(await button("Carry out"));
    fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Carry out" }));
    expect(await screen.findByText("at /executions/x-7")).toBeTruthy();
  });

  it("is no longer carried out when its approval has run out", async () => {
    const approval = { id: "a-1", by: "olga", reason: "checked", at: "2020-11-20T11:30:00Z", until: "2020-11-21T11:30:00Z" };
    open(aPlan({ state: "approved", approval }));
    expect(await isOff("Carry out")).toBe(true);
  });

  it("with no steps says that nothing may go", async () => {
    open(aPlan({ steps: [], reclaimBytes: 0 }));
    expect(await screen.findByRole("heading", { name: "Nothing needs to go from main" })).toBeTruthy();
    expect(await isOff("Approve")).toBe(true);
  });

  it("shows the problem's detail when there is no such plan, and offers another try", async () => {
    serve({ "GET /plans/abc": problem(404, "There is no plan abc.") });
    show(<PlanPage />, admin, "/plans/abc", "/plans/:digest");
    expect(await screen.findByText("There is no plan abc.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("escapes what a registry chose to say", async () => {
    open(aPlan({ steps: [aStep({ tags: ["<img src=x onerror=alert(1)>"], reason: "<script>alert(1)</script>" })] }));
    await screen.findByRole("heading", { name: "Risk" });
    expect(document.querySelector("img, script")).toBeNull();
  });
});
