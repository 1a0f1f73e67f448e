import { describe, expect, it } from "vitest";
import { aStep } from "../testing/plans";
import { completenessYaml } from "./CompletenessYaml";
import { evidence, found, grouped, riskiest } from "./steps";

describe("a plan's steps", () => {
  it("are grouped by repository and closure, what frees most first", () => {
    const steps = [aStep({ repository: "small" }), aStep({ repository: "big", closure: 1, bytes: 9000, risk: "medium" }), aStep({ repository: "big", closure: 1, bytes: 1 }), aStep({ repository: "big", closure: 2, bytes: 1 })];
    expect(grouped(steps).map(({ repository, steps: n, bytes, risk, closures }) => [repository, n, bytes, risk, closures.map((one) => one.steps.length)])).toEqual([
      ["big", 4 - 1, 9002, "medium", [2, 1]],
      ["small", 1, 1024, "low", [1]],
    ]);
  });

  it("come by risk, then unknown age, then youth, then tags", () => {
    const steps = [
      aStep({ repository: "old", built: "2020-01-01T00:00:00Z" }),
      aStep({ repository: "young", built: "2026-01-01T00:00:00Z" }),
      aStep({ repository: "tagged", built: "2020-01-01T00:00:00Z", tags: ["a", "b"] }),
      aStep({ repository: "unknown", built: undefined }),
      aStep({ repository: "high", risk: "high", built: "2010-01-01T00:00:00Z" }),
    ];
    expect(riskiest(steps, 4).map(({ repository }) => repository)).toEqual(["high", "unknown", "young", "tagged"]);
  });

  it("are found by all words that are asked for", () => {
    expect([found(aStep(), "SHOP 1.0"), found(aStep(), "shop 2.0")]).toEqual([true, false]);
  });
});

describe("a plan's evidence", () => {
  it("is as old as what is oldest in it", () => {
    const sources = [{ name: "a", ageSeconds: 60 }, { name: "b", observedAt: "2026-11-20T10:00:00Z" }, { name: "c" }];
    expect(evidence({ sources, madeAt: "2026-11-20T11:00:00Z" }).oldest).toBe("2026-11-20T10:00:00Z");
    expect(evidence({ sources: [{ name: "c" }], madeAt: "2026-11-20T11:00:00Z" }).oldest).toBeUndefined();
  });
});

describe("what to add to the configuration", () => {
  it("keeps the environments that are named, and offers those that are known", () => {
    expect(completenessYaml({ name: "main", environments: ["a"] }, ["b"])).toContain("environments: [a]\n");
    expect(completenessYaml({ name: "main", environments: null }, ["b", "c"])).toContain("environments: [b, c] ");
    expect(completenessYaml({ name: "main", environments: null }, [])).toContain("{none: ");
    expect(completenessYaml({ name: "a: b", environments: ["yes, no"] }, [])).toContain('- name: "a: b"\n    environments: ["yes, no"]\n');
  });
});
