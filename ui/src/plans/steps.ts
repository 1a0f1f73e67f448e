import type { Plan, Risk, Step } from "../api/types";

export interface Closure {
  id: string;
  steps: Step[];
  bytes: number;
}

export interface RepositorySteps {
  repository: string;
  steps: number;
  bytes: number;
  risk: Risk;
  closures: Closure[];
}

const ORDER: Record<Risk, number> = { high: 0, medium: 1, low: 2 };

/** By repository and closure, in the plan's order within each; what frees most comes first. */
export function grouped(steps: Step[]): RepositorySteps[] {
  const repositories = new Map<string, RepositorySteps>();
  const closures = new Map<string, Closure>();
  for (const step of steps) {
    const group = repositories.get(step.repository) ?? { repository: step.repository, steps: 0, bytes: 0, risk: "low", closures: [] };
    repositories.set(step.repository, group);
    const key = `${step.repository}\n${step.closure}`;
    let closure = closures.get(key);
    if (closure === undefined) {
      closure = { id: String(step.closure), steps: [], bytes: 0 };
      closures.set(key, closure);
      group.closures.push(closure);
    }
    closure.steps.push(step);
    closure.bytes += step.bytes;
    group.steps++;
    group.bytes += step.bytes;
    group.risk = (ORDER[step.risk] ?? 0) < ORDER[group.risk] ? step.risk : group.risk;
  }
  return [...repositories.values()].toSorted((one, other) => other.bytes - one.bytes || other.steps - one.steps);
}

/** What to check first: the greatest risk, then what has no known age or is young, then what has many tags. */
export function riskiest(steps: Step[], most: number): Step[] {
  const age = ({ built }: Step) => (built === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(built));
  return steps
    .toSorted((one, other) => (ORDER[one.risk] ?? 0) - (ORDER[other.risk] ?? 0) || age(other) - age(one) || other.tags.length - one.tags.length)
    .slice(0, most);
}

export function found(step: Step, words: string): boolean {
  const text = `${step.repository} ${step.tags.join(" ")} ${step.digest} ${step.rule} ${step.reason} ${step.undo} ${step.risk}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export interface Evidence {
  /** When what is oldest in it was seen; undefined where that isn't told. */
  oldest: string | undefined;
  unheard: { name: string; detail: string }[];
}

export function evidence({ sources, madeAt }: Pick<Plan, "sources" | "madeAt">): Evidence {
  const times = sources.flatMap(({ observedAt, ageSeconds }) =>
    observedAt !== undefined ? [observedAt] : ageSeconds !== undefined ? [new Date(Date.parse(madeAt) - ageSeconds * 1000).toISOString()] : [],
  );
  return {
    oldest: times.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0],
    unheard: sources
      .filter(({ heard }) => heard !== undefined && heard !== "yes")
      .map(({ name, heard, detail }) => ({ name: heard === "partly" ? `${name}, heard in part` : `${name}, not heard`, detail: detail ?? "" })),
  };
}
