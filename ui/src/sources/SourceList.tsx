import { Link } from "react-router";
import type { Source } from "../api/types";
import { environmentPath } from "../environments/paths";
import { Badge, EnvironmentBadge, HeardBadge } from "../parts/Badge";
import { Paged } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { count, span } from "../parts/units";
import { Name, Since } from "../parts/Words";

const ORDER = ["never", "no", "partly", "yes"];
/** Evidence for an execution must be younger. */
const FRESH_SECONDS = 300;

export function SourceList({ sources, now }: { sources: Source[]; now: number }) {
  const columns: Column<Source>[] = [
    {
      name: "source",
      head: true,
      cell: (source) => (
        <>
          {source.kind === "environment" ? (
            <Link to={environmentPath(source.name)}>
              <Name text={source.name} width={40} />
            </Link>
          ) : (
            <Name text={source.name} width={40} />
          )}
          <span className="soft below">
            {source.kind}
            {source.address !== "" && (
              <>
                {" · "}
                <Name text={source.address} width={44} />
              </>
            )}
          </span>
        </>
      ),
    },
    { name: "heard", cell: ({ heard }) => <HeardBadge heard={heard} /> },
    {
      name: "age",
      cell: (source) => (
        <>
          {source.ageSeconds !== undefined && source.observedAt === undefined ? span(source.ageSeconds) : <Since at={source.observedAt} now={now} />}
          {source.observedAt !== undefined && now - Date.parse(source.observedAt) > 12 * FRESH_SECONDS * 1000 && <Badge tone="care" shape="clock" word="old" />}
          {source.nextAt !== undefined && (
            <span className="soft below">
              next {Date.parse(source.nextAt) <= now ? "look is due" : <Since at={source.nextAt} now={now} />}
            </span>
          )}
        </>
      ),
    },
    {
      name: "what was heard",
      wide: true,
      cell: (source) => (
        <>
          <bdi>{source.detail}</bdi>
          {source.blindSpots.length > 0 && (
            <ul className="blind-spots" aria-label={`Blind spots of ${source.name}`}>
              {source.blindSpots.map((spot) => (
                <li key={spot}>
                  <bdi>{spot}</bdi>
                </li>
              ))}
            </ul>
          )}
          {(source.protecting ?? 0) > 0 && (
            <p className="soft">{count(source.protecting ?? 0, "use")} that it no longer shows still protect images.</p>
          )}
        </>
      ),
    },
    { name: "state", cell: ({ state }) => (state === undefined ? <span className="soft">–</span> : <EnvironmentBadge state={state} />) },
    { name: "requests", number: true, cell: ({ requests }) => count(requests) },
  ];
  const rows = sources.toSorted((one, other) => ORDER.indexOf(one.heard) - ORDER.indexOf(other.heard));
  return (
    <Paged rows={rows} label="sources" size={30}>
      {(shown) => <Rows caption="Sources, what was not heard first" columns={columns} rows={shown} id={({ kind, name }) => `${kind} ${name}`} />}
    </Paged>
  );
}
