import { Button, FormSelect, FormSelectOption, SearchInput } from "@patternfly/react-core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { asProblem, type Problem } from "../api/problem";
import type { AuditEntry, AuditPage } from "../api/types";
import { Act } from "../parts/Act";
import { Head } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Loading, Nothing, ProblemAlert } from "../parts/States";
import { brief } from "../parts/text";
import { count } from "../parts/units";
import { Name, When } from "../parts/Words";
import { useSession } from "../session/session";
import { exportRecord } from "./export";

const WINDOW = 200;

/** The record is asked for from its head backwards; entries are numbered without a gap. */
function useRecord() {
  const { client } = useSession();
  return useInfiniteQuery({
    queryKey: ["/audit"],
    queryFn: async ({ pageParam, signal }) => {
      const before = pageParam ?? (await client.get<AuditPage>("/audit", { after: 0, limit: 1 }, signal)).head.sequence + 1;
      const after = Math.max(0, before - 1 - WINDOW);
      const page = await client.get<AuditPage>("/audit", { after, limit: WINDOW }, signal);
      return { items: page.items.filter(({ sequence }) => sequence < before).toReversed(), head: page.head, after };
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ after }) => (after === 0 ? undefined : after + 1),
  });
}

export default function RecordPage() {
  const record = useRecord();
  const [actor, setActor] = useState("");
  const [action, setAction] = useState("");
  const entries = record.data?.pages.flatMap(({ items }) => items) ?? [];
  const head = record.data?.pages[0]?.head;
  const actions = [...new Set(entries.map((entry) => entry.action))].toSorted();
  const rows = entries.filter((entry) => (action === "" || entry.action === action) && entry.actor.toLowerCase().includes(actor.trim().toLowerCase()));
  return (
    <>
      <Head title="Record" actions={<Export />}>
        <p className="soft">
          Who did what, when and why. Entries are chained, so that none can be changed or left out unseen
          {head !== undefined && (
            <>
              ; the head is number {count(head.sequence)}, <code title={head.hash}>{brief(head.hash)}</code>
            </>
          )}
          .
        </p>
      </Head>
      <div className="tools">
        <SearchInput aria-label="Find an actor" placeholder="Actor" value={actor} onChange={(_event, value) => setActor(value)} onClear={() => setActor("")} />
        <FormSelect aria-label="Action" value={action} onChange={(_event, value) => setAction(value)} className="select">
          <FormSelectOption value="" label="every action" />
          {actions.map((one) => (
            <FormSelectOption key={one} value={one} label={one} />
          ))}
        </FormSelect>
      </div>
      {record.isError && <ProblemAlert problem={asProblem(record.error)} onRetry={() => void record.refetch()} />}
      {record.isPending && <Loading what="Loading the record" lines={10} />}
      {record.isSuccess && rows.length === 0 && <Nothing title={entries.length === 0 ? "Nothing is recorded yet" : "No entry matches"}>{entries.length > 0 && "Older entries may."}</Nothing>}
      {rows.length > 0 && (
        <Paged rows={rows} label="entries" size={100}>
          {(shown) => <Rows caption="Record, the newest first" columns={COLUMNS} rows={shown} id={({ sequence }) => String(sequence)} />}
        </Paged>
      )}
      {record.hasNextPage && (
        <p className="more">
          <Button variant="secondary" isLoading={record.isFetchingNextPage} onClick={() => void record.fetchNextPage()}>
            Older entries
          </Button>
          <span className="soft"> {count(entries.length)} read so far</span>
        </p>
      )}
    </>
  );
}

function Export() {
  const { client } = useSession();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await exportRecord(client);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <>
      <Act isLoading={busy} onClick={() => void run()}>
        Export
      </Act>
      {problem !== null && <ProblemAlert problem={problem} />}
    </>
  );
}

const COLUMNS: Column<AuditEntry>[] = [
  { name: "number", number: true, cell: ({ sequence }) => count(sequence) },
  { name: "time", cell: ({ at }) => <When at={at} seconds /> },
  { name: "actor", head: true, cell: ({ actor }) => <Name text={actor} width={30} /> },
  { name: "action", cell: ({ action }) => <code>{action}</code> },
  { name: "subject", cell: (entry) => <Subject entry={entry} /> },
  {
    name: "what and why",
    wide: true,
    cell: (entry) => (
      <>
        {entry.reason !== undefined && (
          <span className="below">
            “<bdi>{entry.reason}</bdi>”
          </span>
        )}
        <bdi className="soft">{entry.detail}</bdi>
      </>
    ),
  },
  { name: "outcome", cell: ({ outcome }) => outcome },
];

function Subject({ entry }: { entry: AuditEntry }) {
  const execution = /^execution(?:[ :/]\s*)(\S+)$/.exec(entry.subject)?.[1] ?? (entry.action.startsWith("execution") && !entry.subject.includes("/") ? entry.subject : undefined);
  return (
    <>
      {execution !== undefined ? <Link to={`/executions/${encodeURIComponent(execution)}`}>{entry.subject}</Link> : <Name text={entry.subject} width={40} />}
      {entry.plan !== undefined && (
        <span className="below">
          <Link to={`/plans/${entry.plan}`}>plan {brief(entry.plan)}</Link>
        </span>
      )}
    </>
  );
}
