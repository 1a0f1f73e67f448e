import type { GrowthPoint } from "../api/storage";

export interface Line {
  /** For `d` of a path; one point is a line of no length, which round ends make a dot. */
  path: string;
  /** Where each point is. */
  at: { x: number; y: number; point: GrowthPoint }[];
}

const DAY = 86_400_000;

export const dayOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / DAY;

/** The first and the last day of several series. */
export function span(series: GrowthPoint[][]): { from: number; to: number } {
  const days = series.flatMap((points) => points.map(({ day }) => dayOf(day)));
  return { from: Math.min(...days), to: Math.max(...days) };
}

/** A round number that is not less: 1, 2 or 5 times a power of two's thousand. */
export function ceiling(most: number): number {
  if (most <= 0) {
    return 1;
  }
  const unit = 1024 ** Math.floor(Math.log(most) / Math.log(1024));
  const value = most / unit;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power * unit;
}

/** Points in a frame; zero is below, the newest day at the right. */
export function line(points: GrowthPoint[], { from, to }: { from: number; to: number }, most: number, width: number, height: number): Line {
  const at = points.map((point) => ({
    x: to === from ? width / 2 : ((dayOf(point.day) - from) / (to - from)) * width,
    y: height - (point.attributedBytes / most) * height,
    point,
  }));
  const path = at.map(({ x, y }, place) => `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return { path: at.length === 1 ? `${path}h0` : path, at };
}
