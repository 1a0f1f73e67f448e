import { useLayoutEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { squarify } from "../estate/squarify";
import { shortened } from "./text";
import { bytes, count } from "./units";

const TILES = 40;
const GAP = 2;
const LETTER = 7.2;

export interface Area {
  id: string;
  name: string;
  /** Where a click leads; absent where it leads nowhere. */
  to?: string;
  bytes: number;
  /** The part that stands out. */
  part: number;
  /** What the part is, in words after its bytes. */
  words: string;
}

/** The width of an element, as it changes. */
export function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
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
  return [frame, width] as const;
}

/** Bytes as areas, of which a part stands out. For eyes and mice only: a table beside it says the same. */
export function Treemap({ areas, tone = "goes", children }: { areas: Area[]; tone?: "goes" | "alone"; children: React.ReactNode }) {
  const [frame, width] = useWidth();
  const navigate = useNavigate();
  const shown = largest(areas);
  if (shown.length < 2) {
    return null;
  }
  const height = width < 560 ? 400 : 320;
  const tiles = width === 0 ? [] : squarify(shown, (area) => area.bytes, width, height);
  return (
    <figure className="map" aria-hidden="true">
      <div ref={frame}>
        {width > 0 && (
          <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
            {tiles.map(({ item, x, y, width: across, height: down }) => {
              const w = Math.max(0, across - GAP);
              const h = Math.max(0, down - GAP);
              const part = Math.min(h, h * (item.part / item.bytes));
              const letters = Math.floor((w - 14) / LETTER);
              const to = item.to;
              return (
                <g key={item.id} className={to === undefined ? undefined : "open"} onClick={to === undefined ? undefined : () => void navigate(to)}>
                  <title>{`${item.name}: ${bytes(item.bytes)}, of which ${bytes(item.part)} ${item.words}`}</title>
                  <rect className="stays" x={x} y={y} width={w} height={h} rx="3" />
                  {item.part > 0 && <rect className={tone} x={x} y={y + h - part} width={w} height={part} rx="3" />}
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
      <figcaption className="soft">{children}</figcaption>
    </figure>
  );
}

/** The largest, and all others as one. */
function largest(areas: Area[]): Area[] {
  const full = areas.filter((one) => one.bytes > 0).toSorted((one, other) => other.bytes - one.bytes);
  const shown = full.slice(0, TILES);
  const rest = full.slice(TILES);
  const first = rest[0];
  if (first !== undefined) {
    const sum = (of: (one: Area) => number) => rest.reduce((total, one) => total + of(one), 0);
    shown.push({ id: "rest", name: `${count(rest.length)} more`, bytes: sum((one) => one.bytes), part: sum((one) => one.part), words: first.words });
    shown.sort((one, other) => other.bytes - one.bytes);
  }
  return shown;
}
