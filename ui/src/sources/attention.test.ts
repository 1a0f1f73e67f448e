import { describe, expect, it } from "vitest";
import { anEnvironment } from "../testing/environments";
import { anExecution, aPlan, aRegistry, NOW } from "../testing/plans";
import { type Known, matters } from "./attention";

const QUIET: Known = { sources: [], environments: [], registries: [aRegistry()], plans: [], executions: [], policies: undefined, checks: [] };
const source = { name: "edge", kind: "registry", address: "", heard: "no", detail: "refused", requests: 1, blindSpots: [] } as const;

describe("what needs a person", () => {
  it("is nothing where all is heard and nothing waits", () => {
    expect(matters(QUIET, NOW)).toEqual([]);
  });

  it("is what went wrong before what can be decided", () => {
    const known: Known = {
      ...QUIET,
      plans: [{ ...aPlan(), steps: 3 }],
      registries: [aRegistry({ environmentsComplete: false })],
      sources: [{ ...source, blindSpots: [] }],
      executions: [anExecution({ state: "failed", endedAt: "2026-11-20T11:00:00Z" })],
      policies: { items: [], problem: "policies/a.yaml, line 3: …" },
    };
    expect(matters(known, NOW).map(({ id }) => id.split("-")[0])).toEqual(["execution", "source", "policies", "complete", "plan"]);
  });

  it("forgets a failure after a day", () => {
    expect(matters({ ...QUIET, executions: [anExecution({ state: "failed", endedAt: "2026-11-18T11:00:00Z" })] }, NOW)).toEqual([]);
  });

  it("names an environment that is gone once, with what it protects", () => {
    const environment = anEnvironment({ name: "edge", state: "remembered", heard: "no", remembered: 5 });
    const gone = matters({ ...QUIET, environments: [environment], sources: [{ ...source, kind: "environment", state: "remembered", blindSpots: [] }] }, NOW);
    expect(gone).toHaveLength(1);
    expect(gone[0]?.detail).toContain("5 uses");
    expect(gone[0]?.link?.to).toBe("/environments/edge");
  });

  it("does not call a plan that can't be approved open for approval", () => {
    expect(matters({ ...QUIET, plans: [{ ...aPlan({ approvable: false }), steps: 3 }] }, NOW)).toEqual([]);
  });
});
