import { useGet } from "../api/queries";
import type { By, GrowthItem } from "../api/storage";
import type { Page } from "../api/types";
import { Panel } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { useWidth } from "../parts/Treemap";
import { bytes, count } from "../parts/units";
import { Name } from "../parts/Words";
import { ceiling, line, span } from "./chart";
import { idOf, signed } from "./labels";

const LINES = 5;
const LEFT = 72;
const BELOW = 24;
const ABOVE = 10;

/** Who grew, over time; bases can't be told apart in what is kept of each day. */
export function Growth({ by, registry, days }: { by: By; registry: string | undefined; days: number }) {
  const told = by === "base" ? "registry" : by;
  const growth = useGet<Page<GrowthItem>>("/estate/growth", { by: told, registry, days, limit: 500 });
  return (
    <Panel
      title={`Growth by ${told}`}
      bare
      intro={`The share of each over the last ${count(days)} days, what grew most first.${by === "base" ? " What is kept of each day doesn’t tell bases apart." : ""}`}
    >
      <Answer of={growth} what="Loading growth">
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="No day was kept yet">Each day’s last look at all of a registry is kept.</Nothing>
          ) : (
            <>
              <Chart items={items} />
              {items.every(({ points }) => points.length < 2) && <p className="soft">One day is known so far: growth shows from the second on.</p>}
              <GrowthTable items={items} by={told} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

/** For eyes only: the table below says the same. */
function Chart({ items }: { items: GrowthItem[] }) {
  const [frame, width] = useWidth();
  const shown = items.toSorted((one, other) => Math.abs(other.grewBytes) - Math.abs(one.grewBytes) || last(other) - last(one)).slice(0, LINES);
  const series = shown.map(({ points }) => points);
  const most = ceiling(Math.max(...series.flat().map(({ attributedBytes }) => attributedBytes)));
  const days = span(series);
  const height = 240;
  const [inner, tall] = [Math.max(0, width - LEFT - 14), height - BELOW - ABOVE];
  const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
  return (
    <figure className="map chart" aria-hidden="true">
      <div ref={frame}>
        {width > 0 && (
          <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
            {[0, 0.5, 1].map((part) => (
              <g key={part}>
                <line className="grid" x1={LEFT} x2={width} y1={ABOVE + tall * (1 - part)} y2={ABOVE + tall * (1 - part)} />
                <text x={LEFT - 8} y={ABOVE + tall * (1 - part) + 4} textAnchor="end">
                  {bytes(most * part)}
                </text>
              </g>
            ))}
            {days.to > days.from && (
              <text x={LEFT} y={height - 6}>
                {date(days.from)}
              </text>
            )}
            <text x={days.to > days.from ? width : LEFT + inner / 2} y={height - 6} textAnchor={days.to > days.from ? "end" : "middle"}>
              {date(days.to)}
            </text>
            <g transform={`translate(${LEFT} ${ABOVE})`}>
              {shown.map((item, place) => {
                const { path, at } = line(item.points, days, most, inner, tall);
                return (
                  <g key={idOf(item)} className={`line line-${place + 1}`}>
                    <path d={path} />
                    {at.map(({ x, y, point }) => (
                      <circle key={point.day} cx={x} cy={y} r={at.length > 40 ? 1.5 : 3}>
                        <title>{`${item.name ?? "no team"}, ${point.day}: ${bytes(point.attributedBytes)}`}</title>
                      </circle>
                    ))}
                  </g>
                );
              })}
            </g>
          </svg>
        )}
      </div>
      <figcaption className="soft lines">
        {shown.map((item, place) => (
          <span key={idOf(item)} className={`line-${place + 1}`}>
            <span className="key" /> {item.name ?? "no team"}
          </span>
        ))}
        {items.length > shown.length && <span>and {count(items.length - shown.length)} more in the table</span>}
      </figcaption>
    </figure>
  );
}

const last = ({ points }: GrowthItem) => points.at(-1)?.attributedBytes ?? 0;

function GrowthTable({ items, by }: { items: GrowthItem[]; by: string }) {
  const columns: Column<GrowthItem>[] = [
    { name: by, head: true, cell: ({ name }) => (name === undefined ? <span className="soft">no team</span> : <Name text={name} width={56} />) },
    { name: "grew", number: true, cell: ({ grewBytes }) => <span className={grewBytes > 0 ? "goes" : undefined}>{signed(grewBytes, bytes)}</span> },
    { name: "now", number: true, cell: (one) => bytes(last(one)) },
    { name: "tags", number: true, cell: ({ points }) => signed((points.at(-1)?.tags ?? 0) - (points[0]?.tags ?? 0), count) },
    { name: "since", cell: ({ points }) => points[0]?.day ?? "–" },
    { name: "days known", number: true, cell: ({ points }) => count(points.length) },
    ...(by === "repository" ? [{ name: "registry", cell: ({ registry }: GrowthItem) => <Name text={registry ?? "–"} width={30} /> }] : []),
  ];
  return (
    <Paged rows={items} label="growth" size={10}>
      {(rows) => <Rows caption={`Growth by ${by}`} columns={columns} rows={rows} id={idOf} />}
    </Paged>
  );
}
