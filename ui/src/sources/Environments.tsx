import { useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { touch } from "../api/queries";
import type { Environment, Page } from "../api/types";
import { Act } from "../parts/Act";
import { EnvironmentBadge } from "../parts/Badge";
import { Panel } from "../parts/Layout";
import { ReasonDialog } from "../parts/ReasonDialog";
import { count } from "../parts/units";
import { Name, When } from "../parts/Words";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";
import { stateInWords } from "./attention";

type Asked = { environment: Environment; verb: "confirm" | "retire" };

/** Environments that protect by what they no longer show, and what an administrator can say about them. */
export function Environments({ answer }: { answer: UseQueryResult<Page<Environment>> }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const intent = useIntent();
  const [asked, setAsked] = useState<Asked | null>(null);
  const off = whyNot(who, "administer");
  const protecting = (answer.data?.items ?? []).filter(({ state, remembered }) => state !== "retired" && (state !== "watched" || remembered > 0));
  if (protecting.length === 0) {
    return null;
  }

  const act = async (reason: string) => {
    if (asked === null) {
      return;
    }
    const path = `/environments/${encodeURIComponent(asked.environment.name)}/${asked.verb}`;
    const body = { reason };
    await client.send(path, { method: "POST", body, key: intent.keyFor([path, body]) });
    intent.answered();
    touch(queries, ["observation", "audit"]);
  };

  return (
    <div id="environments">
      <Panel
        title="Environments that protect though no longer seen"
        kind="care"
        intro="What ran there is protected until someone who knows says otherwise. To confirm means: what it shows now is right. To retire means: it is gone for good."
      >
        <ul className="matters">
          {protecting.map((environment) => (
            <li key={environment.name} className="care">
              <div className="head-line">
                <div>
                  <strong>
                    <Name text={environment.name} />
                  </strong>{" "}
                  <EnvironmentBadge state={environment.state} />
                  <p>
                    {environment.name} {stateInWords(environment)}; {count(environment.remembered, "use")} still protect. Last seen <When at={environment.observedAt} />.{" "}
                    <bdi>{environment.detail}</bdi>
                  </p>
                </div>
                <div className="actions">
                  <Act size="sm" off={off} label={`Confirm ${environment.name}`} onClick={() => setAsked({ environment, verb: "confirm" })}>
                    Confirm
                  </Act>
                  <Act size="sm" off={off} label={`Retire ${environment.name}`} onClick={() => setAsked({ environment, verb: "retire" })}>
                    Retire
                  </Act>
                </div>
              </div>
            </li>
          ))}
        </ul>
        {off !== undefined && <p className="soft">{off}</p>}
      </Panel>
      {asked !== null && (
        <ReasonDialog
          title={asked.verb === "confirm" ? `Confirm what ${asked.environment.name} shows` : `Retire ${asked.environment.name}`}
          verb={asked.verb === "confirm" ? "Confirm" : "Retire"}
          danger={asked.verb === "retire"}
          act={act}
          onClose={() => setAsked(null)}
        >
          <p>
            {count(asked.environment.remembered, "use")} that {asked.environment.name} no longer shows will stop protecting images. The next plan may propose to delete them.
          </p>
        </ReasonDialog>
      )}
    </div>
  );
}
