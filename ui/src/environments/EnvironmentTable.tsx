import { Link } from "react-router";
import type { Environment } from "../api/types";
import { Badge, EnvironmentBadge, HeardBadge } from "../parts/Badge";
import { type Column, Rows } from "../parts/Rows";
import { count, span } from "../parts/units";
import { Name, Since } from "../parts/Words";
import { environmentPath } from "./paths";

const TIERS = [
  ["production", "production"],
  ["unknown", "unknown, as production"],
  ["staging", "staging"],
  ["development", "development"],
] as const;

/** Several environments, a row each. */
export function EnvironmentTable({ caption, environments, now }: { caption: string; environments: Environment[]; now: number }) {
  const columns: Column<Environment>[] = [
    {
      name: "environment",
      head: true,
      wide: true,
      cell: (one) => (
        <>
          <Link to={environmentPath(one.name)}>
            <Name text={one.name} width={56} />
          </Link>
          <span className="soft below">
            {one.kind !== "" && <bdi>{one.kind}</bdi>}
            {one.directory === undefined && one.url !== "" && (
              <>
                {one.kind !== "" && " · "}
                <Name text={one.url} width={44} />
              </>
            )}
          </span>
        </>
      ),
    },
    {
      name: "heard",
      cell: (one) => (
        <>
          <HeardBadge heard={one.heard} />
          {one.heard !== "yes" && one.heardSince !== undefined && (
            <span className="soft below nowrap">
              since <Since at={one.heardSince} now={now} />
            </span>
          )}
        </>
      ),
    },
    {
      name: "last look",
      cell: (one) => (
        <>
          <Age environment={one} now={now} />
          {one.state !== "retired" && (
            <span className="below">
              <Freshness environment={one} />
            </span>
          )}
        </>
      ),
    },
    { name: "workloads", cell: ({ tiers }) => <TierCounts tiers={tiers} /> },
    {
      name: "uses",
      number: true,
      cell: (one) => (
        <>
          {count(one.uses)}
          {one.remembered > 0 && <span className="undecided below">{count(one.remembered)} remembered</span>}
        </>
      ),
    },
    { name: "state", cell: ({ state }) => <EnvironmentBadge state={state} /> },
  ];
  return <Rows caption={caption} columns={columns} rows={environments} id={({ name }) => name} />;
}

/** How long ago it was looked at. */
export function Age({ environment: { observedAt, ageSeconds }, now }: { environment: Pick<Environment, "observedAt" | "ageSeconds">; now: number }) {
  return ageSeconds !== undefined && observedAt === undefined ? <>{span(ageSeconds)}</> : <Since at={observedAt} now={now} />;
}

/** How soon changes are known. */
export function Freshness({ environment: { freshness, freshnessWhy } }: { environment: Pick<Environment, "freshness" | "freshnessWhy"> }) {
  if (freshness === "events") {
    return (
      <span className="soft" title="it tells of changes: they are known within seconds">
        tells of changes
      </span>
    );
  }
  return freshnessWhy === undefined ? (
    <span className="soft" title="changes are known by the next look">
      only looked at
    </span>
  ) : (
    <span title={freshnessWhy}>
      <Badge tone="care" shape="clock" word="deaf, only looked at" />
    </span>
  );
}

/** How many workloads of which tier, what matters most first. */
export function TierCounts({ tiers }: { tiers: Record<string, number> }) {
  const known = TIERS.filter(([tier]) => (tiers[tier] ?? 0) > 0);
  if (known.length === 0) {
    return <span className="soft">–</span>;
  }
  return (
    <ul className="tier-counts">
      {known.map(([tier, words]) => (
        <li key={tier} className={tier === "unknown" ? "care" : undefined}>
          <span className="figure">{count(tiers[tier] ?? 0)}</span> {words}
        </li>
      ))}
    </ul>
  );
}
