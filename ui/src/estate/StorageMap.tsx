import type { Repository } from "../api/types";
import { Treemap } from "../parts/Treemap";

/** Bytes by repository as areas, with the part that could go. */
export function StorageMap({ registry, repositories }: { registry: string; repositories: Repository[] }) {
  const areas = repositories.map((one) => ({
    id: one.name,
    name: one.name,
    to: `/estate/${encodeURIComponent(registry)}/images?repository=${encodeURIComponent(one.name)}`,
    bytes: one.bytes,
    part: one.removeBytes,
    words: "could go",
  }));
  return (
    <Treemap areas={areas}>
      <span className="key stays" /> stays <span className="key goes" /> could go. Areas are bytes, layers counted once in each repository.
    </Treemap>
  );
}
