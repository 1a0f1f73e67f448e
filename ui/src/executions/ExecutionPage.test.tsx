import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { anExecution, admin, viewer } from "../testing/plans";
import { json, serve, stream } from "../testing/server";
import { show } from "../testing/show";
import ExecutionPage from "./ExecutionPage";
import { advanced, progress } from "./progress";

const DONE = anExecution({
  state: "done",
  endedAt: "2026-11-20T12:00:00Z",
  freedBytes: 2048,
  counts: { done: 1, gone: 0, skipped: 1, failed: 0, impossible: 0, waiting: 0 },
  steps: [
    { ...anExecution().steps[0]!, outcome: "done" },
    { ...anExecution().steps[1]!, outcome: "skipped", detail: "host runs it" },
  ],
  gc: { registry: "main", kind: "distribution", text: "Stop pushes.\nThen collect.", commands: ["registry garbage-collect c.yml"], wouldFreeBytes: 2048, exact: true, waits: ["execution x-1, 71 h"] },
  undo: { possible: true, until: "2099-01-01T00:00:00Z", bytesKept: 77 },
});

describe("an execution's page", () => {
  it("follows the steps as they come and then shows what the whole answer says", async () => {
    const answers = [anExecution(), DONE];
    const { steps: _steps, gc: _gc, undo: _undo, ...head } = DONE;
    serve({
      "GET /executions/x-1": () => json(answers.length > 1 ? answers.shift() : answers[0]),
      "GET /executions/x-1/events": stream(
        `id: 1\nevent: step\ndata: ${JSON.stringify({ index: 1, ...DONE.steps[1] })}\n\nid: 2\nevent: execution\ndata: ${JSON.stringify(head)}\n\n`,
      ),
    });
    show(<ExecutionPage />, admin, "/executions/x-1", "/executions/:id");
    expect(await screen.findByRole("heading", { name: "Deleting on main" })).toBeTruthy();
    expect(await screen.findByRole("heading", { name: /^1 deleted; garbage collection then frees 2.0 KiB/ })).toBeTruthy();
    expect(screen.getByText("host runs it")).toBeTruthy();
    expect(await screen.findByText("registry garbage-collect c.yml")).toBeTruthy();
    expect(screen.getByText("execution x-1, 71 h")).toBeTruthy();
  });

  it("tells how long the rest takes, less of it with each step, and nothing of it at the end", async () => {
    const left = { seconds: 300, atLeast: 240, atMost: 360, basis: "measured" as const, steps: 120, notes: ["most of it goes to shop/web"] };
    let tell = () => {};
    const told = new Promise<void>((resolve) => (tell = resolve));
    const answers = [anExecution({ left }), DONE];
    const { steps: _steps, gc: _gc, undo: _undo, ...head } = DONE;
    const events = stream(
      `id: 1\nevent: step\ndata: ${JSON.stringify({ index: 0, ...DONE.steps[0] })}\n\nid: 2\nevent: execution\ndata: ${JSON.stringify(head)}\n\n`,
    );
    serve({
      "GET /executions/x-1": () => json(answers.length > 1 ? answers.shift() : answers[0]),
      "GET /executions/x-1/events": () => told.then(() => events),
    });
    show(<ExecutionPage />, admin, "/executions/x-1", "/executions/:id");
    expect(await screen.findByText(/^The rest takes about 5 min \(4 min to 6 min\), by 120 steps measured/)).toBeTruthy();
    tell();
    await screen.findByRole("heading", { name: /^1 deleted/ });
    expect(screen.queryByText(/The rest takes/)).toBeNull();
  });

  it("is stopped with a reason", async () => {
    const log = serve({ "GET /executions/x-1": json(anExecution()), "POST /executions/x-1/stop": json(anExecution(), 202) });
    show(<ExecutionPage />, admin, "/executions/x-1", "/executions/:id");
    fireEvent.click(await screen.findByRole("button", { name: "Stop" }));
    const dialog = await screen.findByRole("dialog");
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "wrong window" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(log.find(({ method }) => method === "POST")?.body).toEqual({ reason: "wrong window" }));
  });

  it("is undone image by image, with a reason", async () => {
    const log = serve({
      "GET /executions/x-1": json(DONE),
      "GET /executions/x-2": json(anExecution({ execution: "x-2", kind: "undo", undoes: "x-1" })),
      "POST /executions": json({ execution: "x-2" }, 202),
    });
    show(<ExecutionPage />, admin, "/executions/x-1", "/executions/:id");
    fireEvent.click(await screen.findByRole("checkbox"));
    fireEvent.click(screen.getByRole("button", { name: "Undo the 1 chosen" }));
    const dialog = await screen.findByRole("dialog");
    fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "needed" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("heading", { name: "Putting back on main" })).toBeTruthy();
    expect(log.find(({ method }) => method === "POST")?.body).toEqual({ undo: "x-1", images: [`shop/web@${DONE.steps[0]?.digest}`], reason: "needed" });
  });

  it("says why it can't be undone", async () => {
    serve({ "GET /executions/x-1": json({ ...DONE, undo: { possible: false, bytesKept: 0, why: "garbage was collected at noon" } }) });
    show(<ExecutionPage />, admin, "/executions/x-1", "/executions/:id");
    expect(await screen.findByText("garbage was collected at noon")).toBeTruthy();
  });

  it("lets a viewer only watch", async () => {
    serve({ "GET /executions/x-1": json(DONE) });
    show(<ExecutionPage />, viewer, "/executions/x-1", "/executions/:id");
    expect((await screen.findByRole("button", { name: "Undo all" })).getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText(/Needs the permission “carry-out”/)).toBeTruthy();
  });
});

describe("progress", () => {
  it("takes the latest of each step and leaves the rest", () => {
    const step = anExecution().steps[0]!;
    const next = advanced(anExecution(), { steps: [{ index: 0, ...step, outcome: "begun" }, { index: 0, ...step, outcome: "gone" }, { index: 9, ...step }] });
    expect(next.steps.map(({ outcome }) => outcome)).toEqual(["gone", "waiting"]);
  });

  it("takes what is left to shrink with the steps that are open", () => {
    const left = { seconds: 30, atLeast: 20, atMost: 40, basis: "measured" as const, steps: 12, notes: ["a note"] };
    const [first, second] = anExecution().steps;
    const next = advanced(anExecution({ left }), { steps: [{ index: 0, ...first!, outcome: "done" }] });
    expect(next.left).toEqual({ ...left, seconds: 15, atLeast: 10, atMost: 20 });
    expect(advanced(next, { steps: [{ index: 1, ...second!, outcome: "begun" }] }).left).toEqual(next.left);
    expect(advanced(next, { steps: [{ index: 1, ...second!, outcome: "failed" }] }).left).toBeUndefined();
    expect(advanced(anExecution(), { steps: [{ index: 0, ...first!, outcome: "done" }] }).left).toBeUndefined();
  });

  it("counts every outcome", () => {
    expect(progress(anExecution({ counts: { done: 1, gone: 0, skipped: 0, failed: 0, impossible: 0, waiting: 1 } }))).toEqual({ over: 1, all: 2 });
    expect(progress(anExecution({ state: "stopped" }))).toEqual({ over: 0, all: 2 });
  });
});
