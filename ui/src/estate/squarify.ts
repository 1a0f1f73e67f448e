export interface Tile<T> {
  item: T;
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Areas in proportion to weights, as square as may be.
 *
 * @param items sorted by weight, the greatest first; weights are more than zero
 * @see https://vanwijk.win.tue.nl/stm.pdf Bruls, Huizing, van Wijk: Squarified Treemaps
 */
export function squarify<T>(items: T[], weight: (item: T) => number, width: number, height: number): Tile<T>[] {
  const total = items.reduce((sum, item) => sum + weight(item), 0);
  const scale = (width * height) / total;
  const tiles: Tile<T>[] = [];
  let [x, y, w, h] = [0, 0, width, height];
  let from = 0;
  while (from < items.length) {
    const side = Math.min(w, h);
    let to = from + 1;
    let area = weight(items[from] as T) * scale;
    let worst = ratio([weight(items[from] as T) * scale], area, side);
    while (to < items.length) {
      const next = area + weight(items[to] as T) * scale;
      const areas = items.slice(from, to + 1).map((item) => weight(item) * scale);
      const then = ratio(areas, next, side);
      if (then > worst) {
        break;
      }
      [worst, area] = [then, next];
      to++;
    }
    const thick = area / side;
    let along = 0;
    for (const item of items.slice(from, to)) {
      const length = (weight(item) * scale) / thick;
      tiles.push(w >= h ? { item, x, y: y + along, width: thick, height: length } : { item, x: x + along, y, width: length, height: thick });
      along += length;
    }
    if (w >= h) {
      [x, w] = [x + thick, w - thick];
    } else {
      [y, h] = [y + thick, h - thick];
    }
    from = to;
  }
  return tiles;
}

function ratio(areas: number[], total: number, side: number): number {
  const square = side * side;
  return Math.max(...areas.map((area) => Math.max((square * area) / (total * total), (total * total) / (square * area))));
}
