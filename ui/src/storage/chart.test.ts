import { describe, expect, it } from "vitest";
import type { GrowthPoint } from "../api/storage";
import { ceiling, line, span } from "./chart";
import { signed } from "./labels";

const point = (day: string, attributedBytes: number): GrowthPoint => ({ day, tags: 1, manifests: 1, bytes: attributedBytes, attributedBytes });

describe("the growth over time", () => {
  it("has its newest day at the right and zero below", () => {
    const points = [point("2026-06-01", 0), point("2026-06-03", 50), point("2026-06-05", 100)];
    expect(line(points, span([points]), 100, 200, 80).path).toBe("M0.0 80.0L100.0 40.0L200.0 0.0");
  });

  it("makes a dot of one day", () => {
    const points = [point("2026-06-01", 50)];
    expect(line(points, span([points]), 100, 200, 80).path).toBe("M100.0 40.0h0");
  });

  it("spans all days of all", () => {
    expect(span([[point("2026-06-01", 1)], [point("2026-06-03", 1), point("2026-06-11", 1)]])).toEqual({ from: 20605, to: 20615 });
  });

  it("ends at a round number that is not less than any", () => {
    expect([0, 1, 3, 900, 1024, 1500, 3 * 1024 ** 3].map(ceiling)).toEqual([1, 1, 5, 1000, 1024, 2048, 5 * 1024 ** 3]);
  });

  it("says in which direction it went", () => {
    const words = (bytes: number) => `${bytes} B`;
    expect([signed(0, words), signed(5, words), signed(-5, words)]).toEqual(["±0 B", "+5 B", "−5 B"]);
  });
});
