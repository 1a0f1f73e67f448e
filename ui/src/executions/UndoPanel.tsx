import { Checkbox } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { touch } from "../api/queries";
import type { Execution, ExecutionStep } from "../api/types";
import { Act } from "../parts/Act";
import { Panel } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { ReasonDialog } from "../parts/ReasonDialog";
import { bytes, count } from "../parts/units";
import { DigestText, Name, Since, Tags, useNow, When } from "../parts/Words";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";

/** Why this person can't undo it now. */
export function undoOff({ undo }: Pick<Execution, "undo">, now: number): string | undefined {
  if (!undo.possible) {
    return undo.why ?? "It can't be undone any more.";
  }
  return undo.until !== undefined && Date.parse(undo.until) <= now ? "The time to undo it is over." : undefined;
}

export function UndoPanel({ execution }: { execution: Execution }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  const now = useNow();
  const [asked, setAsked] = useState<"all" | "chosen" | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const deleted = useMemo(() => execution.steps.filter(({ outcome }) => outcome === "done"), [execution.steps]);
  const { undo } = execution;
  const off = deleted.length === 0 ? "Nothing was deleted." : (undoOff(execution, now) ?? whyNot(who, "carry-out", execution.registry));

  const act = async (reason: string) => {
    const images = asked === "chosen" ? { images: [...chosen] } : {};
    const body = { undo: execution.execution, ...images, reason };
    const begun = await client.send<{ execution: string }>("/executions", { method: "POST", body, key: intent.keyFor(body) });
    intent.answered();
    touch(queries, ["execution", "audit"]);
    void navigate(`/executions/${encodeURIComponent(begun.execution)}`);
  };
  const choose = (reference: string, checked: boolean) =>
    setChosen((old) => {
      const next = new Set(old);
      if (checked) {
        next.add(reference);
      } else {
        next.delete(reference);
      }
      return next;
    });

  return (
    <Panel
      title="Undo"
      intro={
        undo.possible ? (
          <>
            What was deleted can be put back{" "}
            {undo.until !== undefined && (
              <>
                until <When at={undo.until} /> (<Since at={undo.until} now={now} />)
              </>
            )}
            , as long as garbage is not collected; {bytes(undo.bytesKept)} are kept for that. A tag that points elsewhere by then is not moved.
          </>
        ) : undefined
      }
    >
      <div className="decide">
        <Act explained off={off} onClick={() => setAsked("all")}>
          Undo all
        </Act>
        {off === undefined && (
          <Act explained off={chosen.size === 0 ? "Choose images below." : undefined} onClick={() => setAsked("chosen")}>
            {chosen.size === 0 ? "Undo the chosen" : `Undo the ${count(chosen.size)} chosen`}
          </Act>
        )}
      </div>
      {off === undefined && (
        <details className="plain-details">
          <summary>Choose images</summary>
          <Paged rows={deleted} label="deleted images" size={50}>
            {(rows) => (
              <ul className="choices">
                {rows.map((step) => (
                  <li key={reference(step)}>
                    <Checkbox
                      id={`undo-${reference(step)}`}
                      isChecked={chosen.has(reference(step))}
                      onChange={(_event, checked) => choose(reference(step), checked)}
                      label={
                        <>
                          <Name text={step.repository} width={44} /> <Tags tags={step.tags} most={5} /> <DigestText digest={step.digest} />
                        </>
                      }
                    />
                  </li>
                ))}
              </ul>
            )}
          </Paged>
        </details>
      )}
      {asked !== null && (
        <ReasonDialog title={asked === "all" ? "Undo all of it" : `Undo ${count(chosen.size, "image")}`} verb="Undo" act={act} onClose={() => setAsked(null)}>
          <p>
            {asked === "all" ? count(deleted.length, "deleted manifest or tag", "deleted manifests and tags") : count(chosen.size, "image")} will be put back on {execution.registry}, with what belongs to{" "}
            {(asked === "all" ? deleted.length : chosen.size) === 1 ? "it" : "them"}: children first, tags last.
          </p>
        </ReasonDialog>
      )}
    </Panel>
  );
}

const reference = ({ repository, digest }: Pick<ExecutionStep, "repository" | "digest">) => `${repository}@${digest}`;
