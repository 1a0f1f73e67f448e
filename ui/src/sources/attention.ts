import type { Check, Environment, ExecutionHead, PlanHead, Policies, Registry, Source } from "../api/types";
import { environmentPath } from "../environments/paths";
import { bytes, count } from "../parts/units";

/** Something that waits for a person. */
export interface Matter {
  id: string;
  tone: "bad" | "care" | "active";
  title: string;
  detail: string;
  link?: { to: string; words: string };
}

export interface Known {
  sources: Source[];
  environments: Environment[];
  registries: Registry[];
  plans: PlanHead[];
  executions: ExecutionHead[];
  policies: Policies | undefined;
  checks: Check[];
}

const DAY = 86_400_000;
const URGENCY = { bad: 0, care: 1, active: 2 };

/** What needs a person, what is worst first: what went wrong, what is not heard, what is missing, what can be decided. */
export function matters(known: Known, now: number): Matter[] {
  const all: Matter[] = [
    ...wentWrong(known.executions, now),
    ...notHeard(known.sources),
    ...policyProblem(known.policies),
    ...environmentsToJudge(known.environments),
    ...failedChecks(known.checks, known.sources),
    ...incomplete(known.registries),
    ...decisions(known.plans),
  ];
  return all.toSorted((one, other) => URGENCY[one.tone] - URGENCY[other.tone]);
}

function wentWrong(executions: ExecutionHead[], now: number): Matter[] {
  return executions
    .filter(({ state, endedAt }) => (state === "failed" || state === "stopped") && now - Date.parse(endedAt ?? "") < DAY)
    .map((one) => ({
      id: `execution-${one.execution}`,
      tone: one.state === "failed" ? "bad" : "care",
      title: `${one.kind === "undo" ? "Undo" : "Execution"} on ${one.registry} ${one.state}`,
      detail: one.stopReason ?? `${count(one.counts.failed, "step")} failed, ${count(one.counts.skipped, "step")} skipped.`,
      link: { to: `/executions/${encodeURIComponent(one.execution)}`, words: "See what happened" },
    }));
}

function notHeard(sources: Source[]): Matter[] {
  return sources
    .filter(({ heard, state }) => heard !== "yes" && state !== "retired" && state !== "remembered")
    .map((source) => ({
      id: `source-${source.kind}-${source.name}`,
      tone: source.heard === "partly" ? "care" : "bad",
      title: `${source.kind} ${source.name} ${source.heard === "partly" ? "was heard in part" : source.heard === "never" ? "was never heard" : "was not heard"}`,
      detail: source.detail,
      ...(source.kind === "environment" ? { link: { to: environmentPath(source.name), words: "Open it" } } : {}),
    }));
}

function policyProblem(policies: Policies | undefined): Matter[] {
  return policies?.problem === undefined
    ? []
    : [{ id: "policies", tone: "bad", title: "The newest policies are not in force", detail: policies.problem }];
}

function environmentsToJudge(environments: Environment[]): Matter[] {
  return environments
    .filter(({ state }) => state === "remembered" || state === "changed" || state === "shrunk")
    .map((one) => ({
      id: `environment-${one.name}`,
      tone: "care",
      title: `environment ${one.name} ${stateInWords(one)}`,
      detail: `${count(one.remembered, "use")} that it no longer shows ${one.remembered === 1 ? "protects" : "protect"} images until an administrator confirms or retires it.`,
      link: { to: environmentPath(one.name), words: "Judge it" },
    }));
}

export function stateInWords({ state, directory }: Pick<Environment, "state" | "directory">): string {
  switch (state) {
    case "watched":
      return "is watched";
    case "remembered":
      return directory === undefined ? "is no longer in the configuration" : `is no longer listed by ${directory}`;
    case "changed":
      return "has become another (its identity changed)";
    case "shrunk":
      return "suddenly shows much less than before";
    case "retired":
      return "is retired";
  }
}

function failedChecks(checks: Check[], sources: Source[]): Matter[] {
  const unheard = new Set(sources.filter(({ heard }) => heard === "no" || heard === "never").map(({ name }) => name));
  return checks
    .filter(({ ok, source }) => ok === false && !unheard.has(source))
    .map((one) => ({
      id: `check-${one.source}-${one.check}`,
      tone: "care",
      title: `${one.source}: the check “${one.check}” fails`,
      detail: one.remedy === undefined ? one.detail : `${one.detail} ${one.remedy}`,
    }));
}

function incomplete(registries: Registry[]): Matter[] {
  return registries
    .filter(({ role, environmentsComplete }) => role === "primary" && !environmentsComplete)
    .map(({ name }) => ({
      id: `complete-${name}`,
      tone: "care",
      title: `registry ${name}: not said that all environments are named`,
      detail: "Until the configuration says environmentsComplete: true, its plans can be read but not approved.",
      link: { to: `/estate/${encodeURIComponent(name)}`, words: "What to add" },
    }));
}

function decisions(plans: PlanHead[]): Matter[] {
  return plans.flatMap((plan): Matter[] => {
    const to = `/plans/${encodeURIComponent(plan.digest)}`;
    const what = `${count(plan.steps, "step")}, ${plan.reclaimExact ? "exactly" : "at most"} ${bytes(plan.reclaimBytes)}.`;
    if (plan.state === "open" && plan.approvable && plan.steps > 0) {
      return [{ id: `plan-${plan.digest}`, tone: "active", title: `A plan for ${plan.registry} is open for approval`, detail: what, link: { to, words: "Read it" } }];
    }
    if (plan.state === "approved") {
      return [{ id: `plan-${plan.digest}`, tone: "active", title: `A plan for ${plan.registry} is approved and not carried out`, detail: what, link: { to, words: "Open it" } }];
    }
    return [];
  });
}
