import { describe, expect, it } from "vitest";
import { squarify } from "./squarify";

describe("areas", () => {
  it("are in proportion, within the frame and don't overlap", () => {
    const weights = Array.from({ length: 40 }, (_, i) => 1000 / (i + 1));
    const tiles = squarify(weights, (weight) => weight, 800, 300);
    const scale = (800 * 300) / weights.reduce((sum, weight) => sum + weight, 0);
    for (const [index, one] of tiles.entries()) {
      expect(one.width * one.height).toBeCloseTo(one.item * scale, 3);
      expect(Math.min(one.x, one.y)).toBeGreaterThan(-1e-6);
      expect(one.x + one.width).toBeLessThan(800 + 1e-6);
      expect(one.y + one.height).toBeLessThan(300 + 1e-6);
      for (const other of tiles.slice(index + 1)) {
        const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
        const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
        expect(Math.min(across, down)).toBeLessThan(1e-6);
      }
    }
  });

  it("of one item fill the frame, and of none nothing", () => {
    expect(squarify([5], (weight) => weight, 10, 20)).toEqual([{ item: 5, x: 0, y: 0, width: 10, height: 20 }]);
    expect(squarify([], () => 1, 10, 20)).toEqual([]);
  });
});
