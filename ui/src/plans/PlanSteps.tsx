import { Button, SearchInput } from "@patternfly/react-core";
import { useDeferredValue, useMemo, useState } from "react";
import type { Step } from "../api/types";
import { RiskBadge } from "../parts/Badge";
import { Panel } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Nothing } from "../parts/States";
import { bytes, count } from "../parts/units";
import { DigestText, Name, Since, Tags, When } from "../parts/Words";
import { stepId } from "./PlanRisk";
import { found, grouped, type RepositorySteps } from "./steps";

type Placed = { step: Step; follows: boolean };

/** Every step, by repository and closure. */
export function PlanSteps({ steps, now }: { steps: Step[]; now: number }) {
  const [find, setFind] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const words = useDeferredValue(find.trim());
  const shown = useMemo(() => (words === "" ? steps : steps.filter((step) => found(step, words))), [steps, words]);
  const groups = useMemo(() => grouped(shown), [shown]);
  const all = groups.length > 0 && groups.every(({ repository }) => open.has(repository));

  if (steps.length === 0) {
    return (
      <Nothing title="No steps">
        By the policies in force nothing may go, or what could go depends on an answer that is missing.
      </Nothing>
    );
  }
  const toggle = (repository: string, isOpen: boolean) =>
    setOpen((old) => {
      const next = new Set(old);
      if (isOpen) {
        next.add(repository);
      } else {
        next.delete(repository);
      }
      return next;
    });
  return (
    <Panel
      title="Steps"
      bare
      intro="By repository, what frees most first. Steps of one closure (an image with its children and referrers) happen together or not at all."
      actions={
        <>
          <SearchInput
            aria-label="Find steps"
            placeholder="Repository, tag, digest, rule"
            value={find}
            onChange={(_event, value) => setFind(value)}
            onClear={() => setFind("")}
            resultsCount={words === "" ? undefined : count(shown.length)}
          />
          <Button variant="secondary" onClick={() => setOpen(all ? new Set() : new Set(groups.map(({ repository }) => repository)))}>
            {all ? "Close all" : "Open all"}
          </Button>
        </>
      }
    >
      <p role="status" className="pf-v6-u-screen-reader">
        {words === "" ? "" : `${count(shown.length, "step")} found`}
      </p>
      {groups.length === 0 && <Nothing title="No step matches" />}
      <Paged rows={groups} label="repositories" size={50}>
        {(page) => (
          <div className="groups">
            {page.map((group) => (
              <Group
                key={group.repository}
                group={group}
                now={now}
                open={open.has(group.repository) || (words !== "" && groups.length <= 3)}
                onToggle={(isOpen) => toggle(group.repository, isOpen)}
              />
            ))}
          </div>
        )}
      </Paged>
    </Panel>
  );
}

interface GroupProps {
  group: RepositorySteps;
  now: number;
  open: boolean;
  onToggle: (open: boolean) => void;
}

function Group({ group, now, open, onToggle }: GroupProps) {
  const placed = useMemo(
    () => (open ? group.closures.flatMap(({ steps }): Placed[] => steps.map((step, index) => ({ step, follows: index > 0 }))) : []),
    [group, open],
  );
  return (
    <details open={open} onToggle={(event) => event.currentTarget.open !== open && onToggle(event.currentTarget.open)}>
      <summary>
        <h3>
          <Name text={group.repository} width={80} />
        </h3>
        <span className="n">{count(group.steps, "step")}</span>
        <span className="n soft" title="A closure is an image with its children and referrers">{count(group.closures.length, "closure")}</span>
        <span className="risk">{group.risk !== "low" && <RiskBadge risk={group.risk} />}</span>
        <span className="n frees">{group.bytes === 0 ? "–" : bytes(group.bytes)}</span>
      </summary>
      {open && (
        <Paged rows={placed} label={`steps in ${group.repository}`} size={50}>
          {(rows) => <Rows caption={`Steps in ${group.repository}`} columns={columnsAt(now)} rows={rows} id={({ step }) => stepId(step)} />}
        </Paged>
      )}
    </details>
  );
}

function columnsAt(now: number): Column<Placed>[] {
  return [
    {
      name: "tags",
      head: true,
      cell: ({ step, follows }) => (
        <span className={follows ? "follows" : undefined}>
          {step.kind === "delete-tag" && <span className="soft">the tag only </span>}
          {follows && step.tags.length === 0 ? <span className="soft">goes with it</span> : <Tags tags={step.tags} />}
        </span>
      ),
    },
    { name: "digest", cell: ({ step }) => <DigestText digest={step.digest} /> },
    { name: "built", cell: ({ step }) => (step.built === undefined ? <span className="soft">unknown</span> : <When at={step.built} />) },
    { name: "risk", cell: ({ step }) => <RiskBadge risk={step.risk} /> },
    {
      name: "why",
      wide: true,
      cell: ({ step }) => (
        <>
          <code className="below">{step.rule}</code>
          <bdi className="soft">{step.reason}</bdi>
          {step.graceEnds !== undefined && Date.parse(step.graceEnds) > now && (
            <span className="undecided below">
              grace ends <Since at={step.graceEnds} now={now} />; until then it is skipped
            </span>
          )}
        </>
      ),
    },
    { name: "undo", cell: ({ step }) => <span className="nowrap">{step.undo}</span> },
    { name: "frees", number: true, cell: ({ step }) => (step.bytes === 0 ? "–" : bytes(step.bytes)) },
  ];
}
