import { Link, useParams } from "react-router";
import { useGet } from "../api/queries";
import type { Plan, Registry } from "../api/types";
import { HeldBack } from "../environments/HeldBack";
import { Badge, ExecutionBadge, PlanBadge } from "../parts/Badge";
import { CopyButton } from "../parts/Copy";
import { Head, Panel } from "../parts/Layout";
import { Answer } from "../parts/States";
import { brief } from "../parts/text";
import { bytes, count } from "../parts/units";
import { DigestText, Name, Since, useNow, When } from "../parts/Words";
import { CompletenessYaml } from "./CompletenessYaml";
import { PlanActions } from "./PlanActions";
import { PlanRisk } from "./PlanRisk";
import { PlanSteps } from "./PlanSteps";
import { Takes } from "./Takes";

export default function PlanPage() {
  const digest = useParams().digest ?? "";
  const answer = useGet<Plan>(`/plans/${encodeURIComponent(digest)}`);
  return (
    <Answer of={answer} what="Loading the plan" lines={10}>
      {(plan) => <PlanView key={plan.digest} plan={plan} />}
    </Answer>
  );
}

export function PlanView({ plan }: { plan: Plan }) {
  const registry = useGet<Registry>(`/registries/${encodeURIComponent(plan.registry)}`);
  const now = useNow();
  const repositories = new Set(plan.steps.map(({ repository }) => repository)).size;
  const title =
    plan.steps.length === 0
      ? `Nothing needs to go from ${plan.registry}`
      : `${count(plan.steps.length, "step")} in ${count(repositories, "repository", "repositories")} would free ${plan.reclaimExact ? "exactly" : "at most"} ${bytes(plan.reclaimBytes)}`;
  return (
    <>
      <Head title={`Plan ${brief(plan.digest)}`} heading={title} above={<Link to="/plans">Plans</Link>}>
        <p className="soft plan-line">
          <PlanBadge state={plan.state} />
          {plan.large && <Badge tone="care" shape="triangle" word="large" />}
          <span>
            for{" "}
            <Link to={`/estate/${encodeURIComponent(plan.registry)}`}>
              <Name text={plan.registry} />
            </Link>
            , made <When at={plan.madeAt} /> by <Name text={plan.proposer} width={40} />
            {(plan.state === "open" || plan.state === "approved" || plan.state === "superseded") && (
              <>
                , expires <Since at={plan.expires} now={now} />
              </>
            )}
          </span>
          <span>
            <code className="whole">{plan.digest}</code>
            <CopyButton text={plan.digest} label="Copy the plan's digest" />
          </span>
        </p>
        {plan.duration !== undefined && <Takes what="Carrying it out takes" expected={plan.duration} />}
      </Head>
      {registry.data !== undefined && (plan.state === "open" || plan.state === "approved") && <HeldBack registry={registry.data} />}
      <PlanRisk plan={plan} registry={registry.data} now={now} />
      <PlanActions plan={plan} />
      {plan.whyNot.length > 0 && (plan.state === "open" || plan.state === "superseded") && (
        <Panel title="Why it can't be approved" kind="blind">
          <ul className="reasons">
            {plan.whyNot.map((reason) => (
              <li key={reason}>
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {plan.state === "open" && registry.data !== undefined && !registry.data.environmentsComplete && <CompletenessYaml registry={registry.data} />}
      {(plan.approval !== undefined || plan.executions.length > 0) && <Story plan={plan} />}
      <PlanSteps steps={plan.steps} now={now} />
      <Stands plan={plan} />
    </>
  );
}

function Story({ plan }: { plan: Plan }) {
  return (
    <Panel title="What became of it">
      <ul className="story">
        {plan.approval !== undefined && (
          <li>
            Approved by <Name text={plan.approval.by} width={40} /> <When at={plan.approval.at} />, good until <When at={plan.approval.until} />: “
            <bdi>{plan.approval.reason}</bdi>”
          </li>
        )}
        {plan.executions.map(({ id, state }) => (
          <li key={id}>
            <Link to={`/executions/${encodeURIComponent(id)}`}>Execution {id}</Link> <ExecutionBadge state={state} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Stands({ plan }: { plan: Plan }) {
  if (plan.policies.length === 0) {
    return null;
  }
  return (
    <Panel title="Policies that decided">
      <ul>
        {plan.policies.map((policy) =>
          typeof policy === "string" ? (
            <li key={policy}>
              <Name text={policy} />
            </li>
          ) : (
            <li key={policy.name + (policy.digest ?? "")}>
              <Name text={policy.name} /> {policy.digest !== undefined && <DigestText digest={policy.digest} />} <span className="soft">{policy.file}</span>
            </li>
          ),
        )}
      </ul>
    </Panel>
  );
}
