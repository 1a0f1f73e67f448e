import type { Plan, Registry } from "../api/types";
import { RiskBadge } from "../parts/Badge";
import { Panel, Tiles } from "../parts/Layout";
import { type Column, Rows } from "../parts/Rows";
import { bytes, count, relative, share } from "../parts/units";
import { DigestText, Name, Tags, When } from "../parts/Words";
import type { Step } from "../api/types";
import { evidence, riskiest } from "./steps";

const FIRST = 10;

/** What could go wrong, before anything else about a plan. */
export function PlanRisk({ plan, registry, now }: { plan: Plan; registry: Registry | undefined; now: number }) {
  if (plan.steps.length === 0) {
    return null;
  }
  const { oldest, unheard } = evidence(plan);
  const high = plan.steps.filter(({ risk }) => risk === "high").length;
  const medium = plan.steps.filter(({ risk }) => risk === "medium").length;
  const forever = plan.steps.filter(({ undo }) => undo === "none").length;
  const untilGc = plan.steps.filter(({ undo }) => undo === "until-gc").length;
  const manifests = plan.steps.filter(({ kind }) => kind === "delete-manifest").length;
  return (
    <Panel title="Risk" bare>
      <Tiles
        tiles={[
          {
            name: "steps at high risk",
            value: high === 0 ? "none" : count(high),
            aside: medium === 0 ? (high === 0 ? "all are low" : "the rest is low") : `and ${count(medium)} at medium`,
            tone: high > 0 ? "goes" : undefined,
          },
          {
            name: "of the registry",
            value: registry === undefined ? "…" : share(plan.reclaimBytes, registry.uniqueBytes),
            aside: registry === undefined ? undefined : `of its bytes; ${share(manifests, registry.manifests)} of its manifests${plan.large ? ". That is large" : ""}`,
            tone: plan.large ? "undecided" : undefined,
          },
          {
            name: "oldest evidence",
            value: oldest === undefined ? "not told" : relative(oldest, now),
            aside: oldest === undefined ? "the plan does not say when its sources were seen" : <When at={oldest} />,
          },
          {
            name: "not heard",
            value: unheard.length === 0 ? "nothing" : count(unheard.length, "source"),
            aside: unheard.length === 0 ? "every source answered" : "what depends on it is not in the plan",
            tone: unheard.length > 0 ? "undecided" : undefined,
          },
          {
            name: "can't be put back",
            value: forever === 0 ? "none" : count(forever, "step"),
            aside: untilGc === 0 ? undefined : `${count(untilGc)} until garbage is collected`,
            tone: forever > 0 ? "goes" : undefined,
          },
        ]}
      />
      {unheard.length > 0 && (
        <ul className="blind-spots">
          {unheard.map(({ name, detail }) => (
            <li key={name}>
              <strong>{name}</strong>: <bdi>{detail}</bdi>
            </li>
          ))}
        </ul>
      )}
      <h3>Check these first</h3>
      <p className="soft">
        The riskiest {count(Math.min(FIRST, plan.steps.length))} of {count(plan.steps.length, "step")}: risk first, then what is young or of unknown age, then what has many tags.
      </p>
      <Rows caption="Steps to check first" columns={COLUMNS} rows={riskiest(plan.steps, FIRST)} id={stepId} />
    </Panel>
  );
}

export const stepId = (step: Pick<Step, "kind" | "repository" | "digest" | "tags">) => `${step.kind} ${step.repository} ${step.digest} ${step.tags.join()}`;

const COLUMNS: Column<Step>[] = [
  {
    name: "image",
    head: true,
    cell: (step) => (
      <>
        <Name text={step.repository} width={44} className="block" />
        <Tags tags={step.tags} most={5} />
      </>
    ),
  },
  { name: "risk", cell: ({ risk }) => <RiskBadge risk={risk} /> },
  {
    name: "why it is risky",
    wide: true,
    cell: ({ riskReasons }) => (riskReasons.length === 0 ? <span className="soft">nothing stands out</span> : <bdi>{riskReasons.join("; ")}</bdi>),
  },
  { name: "built", cell: ({ built }) => (built === undefined ? <span className="undecided">unknown</span> : <When at={built} />) },
  { name: "digest", cell: ({ digest }) => <DigestText digest={digest} /> },
  { name: "undo", cell: ({ undo }) => <span className="nowrap">{undo}</span> },
  { name: "frees", number: true, cell: (step) => (step.bytes === 0 ? "–" : bytes(step.bytes)) },
];
