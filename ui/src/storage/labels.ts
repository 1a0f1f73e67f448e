import type { GrowthItem, StorageItem } from "../api/storage";
import { brief } from "../parts/text";

/** What people call something that may have no name. */
export function label(item: StorageItem): string {
  switch (item.known) {
    case "own":
      return "a lowest layer of their own";
    case "none":
      return "no image";
    case "layer":
      return `${item.foundIn ?? "layer"} ${brief(item.digest ?? "")}`;
    case "annotation":
      return item.name ?? `image ${brief(item.digest ?? "")}`;
    case undefined:
      return item.name ?? "no team";
  }
}

export function idOf(item: StorageItem | GrowthItem): string {
  return JSON.stringify([item.registry, item.name, "known" in item ? [item.known, item.digest] : []]);
}

/** `+1.5 GiB`, `-3 B`, `±0 B`. */
export function signed(number: number, words: (number: number) => string): string {
  return number === 0 ? `±${words(0)}` : number > 0 ? `+${words(number)}` : `−${words(-number)}`;
}
