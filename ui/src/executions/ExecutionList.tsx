import { Link } from "react-router";
import { useGet, usePages } from "../api/queries";
import type { ExecutionHead, KeptForUndo } from "../api/types";
import { ExecutionBadge } from "../parts/Badge";
import { Head } from "../parts/Layout";
import { ServerPager } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { bytes, count } from "../parts/units";
import { Name, When } from "../parts/Words";

const COLUMNS: Column<ExecutionHead>[] = [
  {
    name: "execution",
    head: true,
    cell: (one) => (
      <>
        <Link to={`/executions/${encodeURIComponent(one.execution)}`}>{one.execution}</Link>
        <span className="soft below">{one.kind === "undo" ? `undo of ${one.undoes ?? "?"}` : "apply"}</span>
      </>
    ),
  },
  { name: "state", cell: ({ state }) => <ExecutionBadge state={state} /> },
  { name: "registry", cell: ({ registry }) => <Name text={registry} width={36} /> },
  { name: "outcomes", wide: true, cell: ({ counts }) => <Outcomes counts={counts} /> },
  { name: "frees", number: true, cell: (one) => (one.freedBytes === 0 ? <span className="soft">–</span> : bytes(one.freedBytes)) },
  { name: "by", cell: ({ by }) => <Name text={by} width={30} /> },
  { name: "started", cell: ({ startedAt }) => <When at={startedAt} /> },
  { name: "ended", cell: ({ endedAt }) => <When at={endedAt} /> },
];

export default function ExecutionList() {
  const paging = usePages<ExecutionHead>("/executions", {});
  const kept = useGet<KeptForUndo>("/undo", { limit: 1 });
  return (
    <>
      <Head title="Executions">
        <p className="soft">
          What was carried out, and what was undone.
          {kept.data !== undefined && kept.data.totalBytes > 0 && ` ${bytes(kept.data.totalBytes)} of at most ${bytes(kept.data.limitBytes)} are kept to undo with.`}
        </p>
      </Head>
      <Answer of={paging.query} what="Loading executions">
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="Nothing was carried out yet">
              Read a <Link to="/plans">plan</Link>, approve it, then carry it out.
            </Nothing>
          ) : (
            <Rows caption="Executions, the newest first" columns={COLUMNS} rows={items} id={({ execution }) => execution} />
          )
        }
      </Answer>
      <ServerPager label="executions" paging={paging} />
    </>
  );
}

const WORDS = ["done", "gone", "skipped", "failed", "impossible", "waiting"] as const;

export function Outcomes({ counts }: { counts: ExecutionHead["counts"] }) {
  const told = WORDS.filter((word) => counts[word] > 0).map((word) => `${count(counts[word])} ${word}`);
  return <>{told.length === 0 ? "–" : told.join(", ")}</>;
}
