import { useLayoutEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { Repository } from "../api/types";
import { shortened } from "../parts/text";
import { bytes, count } from "../parts/units";
import { squarify } from "./squarify";

const TILES = 40;
const GAP = 2;
const LETTER = 7.2;

interface Area {
  name: string;
  /** Where a click leads; undefined where it leads nowhere. */
  to?: string;
  bytes: number;
  goes: number;
}

/** Bytes by repository as areas, with the part that could go. For eyes and mice only: the table says the same. */
export function StorageMap({ registry, repositories }: { registry: string; repositories: Repository[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const navigate = useNavigate();
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidth(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);

  const areas = areasOf(registry, repositories);
  if (areas.length < 2) {
    return null;
  }
  const height = width < 560 ? 400 : 320;
  const tiles = width === 0 ? [] : squarify(areas, (area) => area.bytes, width, height);
  return (
    <figure className="map" aria-hidden="true">
      <div ref={frame}>
        {width > 0 && (
          <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
            {tiles.map(({ item, x, y, width: across, height: down }) => {
              const w = Math.max(0, across - GAP);
              const h = Math.max(0, down - GAP);
              const goes = Math.min(h, h * (item.goes / item.bytes));
              const letters = Math.floor((w - 14) / LETTER);
              const to = item.to;
              return (
                <g key={item.name} className={to === undefined ? undefined : "open"} onClick={to === undefined ? undefined : () => void navigate(to)}>
                  <title>{`${item.name}: ${bytes(item.bytes)}, of which ${bytes(item.goes)} could go`}</title>
                  <rect className="stays" x={x} y={y} width={w} height={h} rx="3" />
                  {item.goes > 0 && <rect className="goes" x={x} y={y + h - goes} width={w} height={goes} rx="3" />}
                  {letters >= Math.min(item.name.length, 9) && h >= 22 && (
                    <text className="map-name" x={x + 7} y={y + 17}>
                      {shortened(item.name, letters)}
                    </text>
                  )}
                  {letters >= 8 && h >= 40 && (
                    <text x={x + 7} y={y + 34}>
                      {bytes(item.bytes)}
                    </text>
                  )}
                </g>
              );
            })}
          </svg>
        )}
      </div>
      <figcaption className="soft">
        <span className="key stays" /> stays <span className="key goes" /> could go. Areas are bytes, layers counted once in each repository.
      </figcaption>
    </figure>
  );
}

function areasOf(registry: string, repositories: Repository[]): Area[] {
  const full = repositories.filter((one) => one.bytes > 0).toSorted((one, other) => other.bytes - one.bytes);
  const shown: Area[] = full.slice(0, TILES).map((one) => ({
    name: one.name,
    to: `/estate/${encodeURIComponent(registry)}/images?repository=${encodeURIComponent(one.name)}`,
    bytes: one.bytes,
    goes: one.removeBytes,
  }));
  const rest = full.slice(TILES);
  if (rest.length > 0) {
    shown.push({
      name: `${count(rest.length)} more`,
      bytes: rest.reduce((sum, one) => sum + one.bytes, 0),
      goes: rest.reduce((sum, one) => sum + one.removeBytes, 0),
    });
    shown.sort((one, other) => other.bytes - one.bytes);
  }
  return shown;
}
