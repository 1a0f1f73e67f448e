import { Checkbox } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { touch } from "../api/queries";
import type { Plan, WhoAmI } from "../api/types";
import { Act } from "../parts/Act";
import { ReasonDialog } from "../parts/ReasonDialog";
import { bytes, count } from "../parts/units";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";

type Dialog = "approve" | "carry out" | "withdraw";

/** Why a plan can't be approved by this person now. */
export function approvalOff(plan: Plan, who: WhoAmI): string | undefined {
  if (plan.state !== "open" && plan.state !== "superseded") {
    return plan.state === "approved" ? "It is approved already." : `It is ${plan.state.replace("-", " ")}; propose a new plan.`;
  }
  if (plan.steps.length === 0) {
    return "It has no steps.";
  }
  if (!plan.approvable) {
    return plan.whyNot.length === 0 ? "The server says that it can't be approved." : `It can't be approved: ${plan.whyNot[0]}`;
  }
  return whyNot(who, "approve", plan.registry);
}

/** Why a plan can't be carried out by this person now. */
export function carryOutOff(plan: Plan, who: WhoAmI, now: number): string | undefined {
  const busy = plan.executions.some(({ state }) => state === "running" || state === "waiting");
  if (busy) {
    return "It is being carried out.";
  }
  if (plan.state === "carried-out") {
    return "It was carried out.";
  }
  if (plan.state !== "approved" || plan.approval === undefined) {
    return plan.state === "open" || plan.state === "superseded" ? "It needs an approval first." : `It is ${plan.state}.`;
  }
  if (Date.parse(plan.approval.until) <= now) {
    return "Its approval has expired; propose and approve anew.";
  }
  return whyNot(who, "carry-out", plan.registry);
}

export function PlanActions({ plan }: { plan: Plan }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [allowLarge, setAllowLarge] = useState(false);
  const now = Date.now();
  const approveOff = approvalOff(plan, who);
  const carryOff = carryOutOff(plan, who, now);
  const close = () => setDialog(null);

  const send = async <T,>(path: string, method: "POST" | "DELETE", body: unknown): Promise<T> => {
    const answer = await client.send<T>(path, { method, body, key: intent.keyFor([path, body]) });
    intent.answered();
    touch(queries, ["plan", "execution", "audit"]);
    return answer;
  };
  const approve = (reason: string) =>
    send(`/plans/${encodeURIComponent(plan.digest)}/approvals`, "POST", { reason, ...(plan.large ? { allowLarge } : {}) });
  const withdraw = (reason: string) => send(`/approvals/${encodeURIComponent(plan.approval?.id ?? "")}`, "DELETE", { reason });
  const carryOut = async () => {
    const { execution } = await send<{ execution: string }>("/executions", "POST", { plan: plan.digest });
    void navigate(`/executions/${encodeURIComponent(execution)}`);
  };

  return (
    <section className="section decide" aria-label="Decide">
      {plan.state !== "approved" && (
        <Act variant="primary" explained off={approveOff} onClick={() => setDialog("approve")}>
          Approve
        </Act>
      )}
      {(plan.state === "approved" || plan.state === "open" || plan.state === "superseded") && (
        <Act variant={plan.state === "approved" ? "primary" : "secondary"} explained off={carryOff} onClick={() => setDialog("carry out")}>
          Carry out
        </Act>
      )}
      {plan.state === "approved" && plan.approval !== undefined && (
        <Act explained off={whyNot(who, "approve", plan.registry) ?? (plan.executions.length > 0 ? "It has been carried out." : undefined)} onClick={() => setDialog("withdraw")}>
          Withdraw the approval
        </Act>
      )}

      {dialog === "approve" && (
        <ReasonDialog
          title="Approve this plan"
          verb="Approve"
          placeholder="for example: checked with the shop team, ticket 4711"
          off={plan.large && !allowLarge ? "Tick that a large plan is meant." : undefined}
          act={approve}
          onClose={close}
        >
          <p>
            {count(plan.steps.length, "step")} on {plan.registry}, {plan.reclaimExact ? "exactly" : "at most"} {bytes(plan.reclaimBytes)}. Approving deletes nothing yet. What is carried out
            later is only what this plan and a new one, made at that moment, both say.
          </p>
          {plan.proposer === who.name && (
            <p className="soft">
              You proposed it yourself.{" "}
              {who.singleAdministrator ? "You are the only administrator, so you may; the record says so." : "The server may ask for another person."}
            </p>
          )}
          {plan.large && (
            <Checkbox
              id="allow-large"
              isChecked={allowLarge}
              onChange={(_event, checked) => setAllowLarge(checked)}
              label="Allow that it is large"
              description="It takes more of the registry than the configured limit for one plan."
            />
          )}
        </ReasonDialog>
      )}
      {dialog === "carry out" && (
        <ReasonDialog title="Carry out this plan" verb="Carry out" danger reason="none" act={carryOut} onClose={close}>
          <p>
            Regent looks again, then deletes {count(plan.steps.length, "manifest or tag", "manifests and tags")} on {plan.registry}, as far as everything still holds. Each step can be followed and the
            whole can be stopped. Until the registry collects its garbage, it can be undone.
          </p>
        </ReasonDialog>
      )}
      {dialog === "withdraw" && (
        <ReasonDialog title="Withdraw the approval" verb="Withdraw" danger act={withdraw} onClose={close}>
          <p>The plan is then open again.</p>
        </ReasonDialog>
      )}
    </section>
  );
}
