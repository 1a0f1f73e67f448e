import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { touch } from "../api/queries";
import type { Environment } from "../api/types";
import { Act } from "../parts/Act";
import { ReasonDialog } from "../parts/ReasonDialog";
import { count } from "../parts/units";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";
import { verdictOn } from "./order";

/** What an administrator can say about an environment that isn't what it was; nothing where nothing waits. */
export function Judge({ environment }: { environment: Environment }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const intent = useIntent();
  const [asked, setAsked] = useState(false);
  const verb = verdictOn(environment);
  if (verb === undefined) {
    return null;
  }
  const word = verb === "confirm" ? "Confirm" : "Retire";

  const act = async (reason: string) => {
    const path = `/environments/${encodeURIComponent(environment.name)}/${verb}`;
    const body = { reason };
    await client.send(path, { method: "POST", body, key: intent.keyFor([path, body]) });
    intent.answered();
    touch(queries, ["observation", "audit"]);
  };

  return (
    <>
      <Act size="sm" off={whyNot(who, "administer")} label={`${word} ${environment.name}`} onClick={() => setAsked(true)}>
        {word}
      </Act>
      {asked && (
        <ReasonDialog
          title={verb === "confirm" ? `Confirm what ${environment.name} shows` : `Retire ${environment.name}`}
          verb={word}
          danger={verb === "retire"}
          act={act}
          onClose={() => setAsked(false)}
        >
          <p>
            {count(environment.remembered, "use")} that {environment.name} no longer shows will stop protecting images. The next plan may propose to delete them.
          </p>
        </ReasonDialog>
      )}
    </>
  );
}
