import { describe, expect, it } from "vitest";
import { bytes, count, duration, relative, share } from "./units";

describe("numbers are written as in the audit's report", () => {
  it("bytes in binary units", () => {
    expect([0, 1023, 1024, 1_572_864, 29_633_552_384, 1024 ** 2 - 1].map(bytes)).toEqual(["0 B", "1023 B", "1.0 KiB", "1.5 MiB", "27.6 GiB", "1.0 MiB"]);
  });

  it("neither 0 % nor 100 % unless it is just that", () => {
    expect([share(0, 9), share(1, 1000), share(1, 2), share(999, 1000), share(9, 9)]).toEqual(["0 %", "<1 %", "50 %", ">99 %", "100 %"]);
  });

  it("counts with their word", () => {
    expect([count(1, "step"), count(2000, "step"), count(1, "registry", "registries")]).toEqual(["1 step", "2,000 steps", "1 registry"]);
  });

  it("times by their distance, forth and back", () => {
    const now = Date.parse("2026-11-20T12:00:00Z");
    expect(["2026-11-20T11:55:00Z", "2026-11-20T15:00:00Z", "2026-11-01T12:00:00Z", "2026-11-20T12:00:03Z"].map((at) => relative(at, now))).toEqual(["5 min ago", "in 3 h", "19 d ago", "now"]);
  });

  it("durations in words, and what is not understood as it came", () => {
    expect([duration("PT24H"), duration("P1DT30M"), duration("soon")]).toEqual(["24 h", "1 d 30 min", "soon"]);
  });
});
