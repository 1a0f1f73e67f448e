import { Link } from "react-router";
import type { UseOverTime } from "../api/environments";
import { Badge, TierBadge, UseBadge } from "../parts/Badge";
import { type Column, Rows } from "../parts/Rows";
import { span } from "../parts/units";
import { DigestText, Name, When } from "../parts/Words";
import { environmentPath } from "./paths";

/** Who uses an image, since when, and how old the evidence is. */
export function UsesTable({ uses }: { uses: UseOverTime[] }) {
  const columns: Column<UseOverTime>[] = [
    {
      name: "workload",
      head: true,
      cell: (one) => (
        <>
          <Name text={one.workload} width={48} />
          {one.container !== undefined && (
            <span className="soft below">
              container <Name text={one.container} width={32} />
            </span>
          )}
          <span className="below">
            <Link to={environmentPath(one.environment)}>
              <Name text={one.environment} width={40} />
            </Link>
          </span>
        </>
      ),
    },
    { name: "how", cell: (one) => <How use={one} /> },
    {
      name: "since",
      cell: (one) => (
        <>
          <When at={one.from} />
          {one.to !== undefined && (
            <span className="below">
              until <When at={one.to} />
            </span>
          )}
        </>
      ),
    },
    {
      name: "whose",
      cell: (one) => (
        <>
          <TierBadge tier={one.tier} />
          {one.team !== undefined && (
            <span className="below">
              team <Name text={one.team} width={32} />
            </span>
          )}
          {one.owner !== undefined && (
            <span className="below">
              owner <Name text={one.owner} width={32} />
            </span>
          )}
        </>
      ),
    },
    {
      name: "as",
      wide: true,
      cell: (one) => (
        <>
          {one.reference === undefined ? <span className="soft">only an id</span> : <Name text={one.reference.split("@")[0] ?? ""} width={60} />}
          <span className="below tags">
            {one.digests.slice(0, 3).map((digest) => (
              <DigestText key={digest} digest={digest} />
            ))}
          </span>
        </>
      ),
    },
    { name: "evidence", cell: (one) => <Evidence use={one} /> },
  ];
  return <Rows caption="Uses" columns={columns} rows={uses} id={(one) => [one.environment, one.workload, one.container, one.kind, one.from, one.reference, one.digests[0]].join(" ")} />;
}

export function How({ use }: { use: UseOverTime }) {
  return (
    <>
      {use.to === undefined ? <UseBadge kind={use.kind} /> : <Badge tone="quiet" shape="dash" word={`was ${use.kind}`} />}
      {!use.protects && <span className="soft below">over: protects no longer</span>}
      {use.why !== undefined && (
        <span className="undecided below">
          remembered: <bdi>{use.why}</bdi>
        </span>
      )}
    </>
  );
}

/** How long ago the environment was heard; a use that is over needs no more evidence. */
export function Evidence({ use: { ageSeconds, to } }: { use: UseOverTime }) {
  if (to !== undefined) {
    return <span className="soft">–</span>;
  }
  return ageSeconds === undefined ? <Badge tone="bad" shape="ring" word="never heard" /> : <span className="nowrap">{ageSeconds > 3600 ? <Badge tone="care" shape="clock" word={`${span(ageSeconds)} old`} /> : `${span(ageSeconds)} old`}</span>;
}
