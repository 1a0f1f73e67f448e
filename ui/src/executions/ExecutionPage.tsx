import { Progress, ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { touch } from "../api/queries";
import type { StreamState } from "../api/stream";
import type { Execution, ExecutionStep, Outcome } from "../api/types";
import { Act } from "../parts/Act";
import { ExecutionBadge, OutcomeBadge } from "../parts/Badge";
import { Fact, Head, Panel } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { ReasonDialog } from "../parts/ReasonDialog";
import { type Column, Rows } from "../parts/Rows";
import { Answer } from "../parts/States";
import { brief } from "../parts/text";
import { bytes, count } from "../parts/units";
import { DigestText, Name, Tags, When } from "../parts/Words";
import { Takes } from "../plans/Takes";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";
import { Outcomes } from "./ExecutionList";
import { GcGuidance } from "./GcGuidance";
import { isFinal, progress } from "./progress";
import { UndoPanel } from "./UndoPanel";
import { useExecution } from "./useExecution";

export default function ExecutionPage() {
  const id = useParams().id ?? "";
  const { answer, stream } = useExecution(id);
  return (
    <Answer of={answer} what="Loading the execution" lines={10}>
      {(execution) => <ExecutionView key={execution.execution} execution={execution} stream={stream} />}
    </Answer>
  );
}

export function ExecutionView({ execution, stream }: { execution: Execution; stream: StreamState }) {
  const final = isFinal(execution.state);
  const undoable = execution.kind === "apply" && final;
  return (
    <>
      <Head
        title={`Execution ${execution.execution}`}
        heading={headline(execution)}
        above={<Link to="/executions">Executions</Link>}
        actions={<Stop execution={execution} />}
      >
        <p className="soft plan-line">
          <ExecutionBadge state={execution.state} />
          <span>
            {execution.kind === "undo" ? (
              <>
                undo of <Link to={`/executions/${encodeURIComponent(execution.undoes ?? "")}`}>{execution.undoes}</Link>
              </>
            ) : (
              execution.plan !== undefined && (
                <>
                  of plan <Link to={`/plans/${execution.plan}`}>{brief(execution.plan)}</Link>
                </>
              )
            )}{" "}
            on{" "}
            <Link to={`/estate/${encodeURIComponent(execution.registry)}`}>
              <Name text={execution.registry} />
            </Link>
          </span>
        </p>
        <dl className="facts">
          <Fact name="by">
            <Name text={execution.by} width={40} />
            {execution.reason !== "" && (
              <>
                : “<bdi>{execution.reason}</bdi>”
              </>
            )}
          </Fact>
          <Fact name="time">
            <When at={execution.startedAt} seconds /> – {execution.endedAt === undefined ? "…" : <When at={execution.endedAt} seconds />}
          </Fact>
          {execution.stopReason !== undefined && (
            <Fact name="stopped because">
              <bdi>{execution.stopReason}</bdi>
            </Fact>
          )}
        </dl>
      </Head>
      <ProgressPanel execution={execution} stream={stream} />
      {undoable && execution.gc !== undefined && <GcGuidance gc={execution.gc} />}
      <Steps steps={execution.steps} />
      {undoable && <UndoPanel execution={execution} />}
    </>
  );
}

function headline({ kind, state, counts, freedBytes, registry }: Execution): string {
  const did = kind === "undo" ? "put back" : "deleted";
  if (state === "waiting") {
    return `Waiting to ${kind === "undo" ? "put back" : "delete"} on ${registry}`;
  }
  if (state === "running") {
    return kind === "undo" ? `Putting back on ${registry}` : `Deleting on ${registry}`;
  }
  const frees = kind === "apply" && freedBytes > 0 ? `; garbage collection then frees ${bytes(freedBytes)}` : "";
  return `${count(counts.done)} ${did}${frees}`;
}

function ProgressPanel({ execution, stream }: { execution: Execution; stream: StreamState }) {
  const { over, all } = progress(execution);
  const percent = all === 0 ? 100 : Math.floor((100 * over) / all);
  const failed = execution.counts.failed + execution.counts.impossible > 0;
  const final = isFinal(execution.state);
  return (
    <section className="section panel" aria-label="Progress">
      <Progress
        value={percent}
        title={`${count(over)} of ${count(all, "step")}`}
        variant={execution.state === "failed" ? "danger" : failed || execution.state === "stopped" ? "warning" : execution.state === "done" ? "success" : undefined}
        aria-label="Steps with an outcome"
      />
      {/* Told in quarters, so that a screen reader isn't flooded. */}
      <p className="pf-v6-u-screen-reader" role="status">
        {final ? `The execution is ${execution.state}.` : `${Math.floor(percent / 25) * 25} percent`}
      </p>
      <p className="soft progress-words">
        <Outcomes counts={execution.counts} />
        {!final && stream === "broken" && " · the connection broke; trying again. The execution goes on meanwhile."}
        {!final && stream === "connecting" && " · connecting …"}
      </p>
      {!final && execution.left !== undefined && <Takes what="The rest takes" expected={execution.left} />}
    </section>
  );
}

function Stop({ execution }: { execution: Execution }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const intent = useIntent();
  const [asked, setAsked] = useState(false);
  if (isFinal(execution.state)) {
    return null;
  }
  const stop = async (reason: string) => {
    const body = { reason };
    await client.send(`/executions/${encodeURIComponent(execution.execution)}/stop`, { method: "POST", body, key: intent.keyFor(body) });
    intent.answered();
    touch(queries, ["execution", "audit"]);
  };
  return (
    <>
      <Act variant="danger" off={whyNot(who, "carry-out", execution.registry)} onClick={() => setAsked(true)}>
        Stop
      </Act>
      {asked && (
        <ReasonDialog title="Stop this execution" verb="Stop" danger act={stop} onClose={() => setAsked(false)}>
          <p>The step that has begun is brought to its end; no other begins. What was done stays done, and can be undone.</p>
        </ReasonDialog>
      )}
    </>
  );
}

const FILTERS: (Outcome | "")[] = ["", "done", "gone", "skipped", "failed", "impossible", "waiting"];

function Steps({ steps }: { steps: ExecutionStep[] }) {
  const [only, setOnly] = useState<Outcome | "">("");
  const there = new Set(steps.map(({ outcome }) => outcome));
  const rows = only === "" ? steps : steps.filter(({ outcome }) => outcome === only);
  return (
    <Panel
      title="Steps"
      bare
      actions={
        <ToggleGroup aria-label="Outcome">
          {FILTERS.filter((one) => one === "" || one === only || there.has(one)).map((one) => (
            <ToggleGroupItem key={one} text={one === "" ? "all" : one} isSelected={only === one} onChange={() => setOnly(one)} />
          ))}
        </ToggleGroup>
      }
    >
      <Paged rows={rows} label="steps" size={50}>
        {(shown, from) => <Rows caption="Steps and their outcomes" columns={COLUMNS} rows={shown.map((step, index) => ({ step, index: from + index }))} id={({ index }) => String(index)} />}
      </Paged>
    </Panel>
  );
}

const COLUMNS: Column<{ step: ExecutionStep; index: number }>[] = [
  {
    name: "image",
    head: true,
    cell: ({ step }) => (
      <>
        <Name text={step.repository} width={44} className="block" />
        <Tags tags={step.tags} most={5} />
      </>
    ),
  },
  { name: "step", cell: ({ step }) => <span className="nowrap">{step.kind.replace("-", " ")}</span> },
  { name: "digest", cell: ({ step }) => <DigestText digest={step.digest} /> },
  { name: "outcome", cell: ({ step }) => <OutcomeBadge outcome={step.outcome} /> },
  { name: "detail", wide: true, cell: ({ step }) => (step.detail === "" ? <span className="soft">–</span> : <bdi>{step.detail}</bdi>) },
  { name: "at", cell: ({ step }) => <When at={step.at} seconds /> },
];
