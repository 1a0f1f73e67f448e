import type { Held, Tier, UseKind } from "../api/environments";
import type { EnvironmentState, ExecutionState, Heard, Outcome, PlanState, Risk, VerdictName } from "../api/types";

type Tone = "good" | "care" | "bad" | "quiet" | "active";
type Shape = "check" | "half" | "cross" | "ring" | "dash" | "triangle" | "dot" | "clock" | "lock";

const SHAPES: Record<Shape, string> = {
  check: "M3 8.5l3.2 3.2L13 4.8",
  cross: "M4 4l8 8M12 4l-8 8",
  dash: "M3.5 8h9",
  ring: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10",
  half: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10",
  triangle: "M8 3l6 10.5H2zM8 7v3M8 11.7v.2",
  dot: "M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6z",
  clock: "M8 2.8a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4M8 5v3.2l2 1.4",
  lock: "M4.5 7.5h7v5h-7zM6 7.5V5.5a2 2 0 0 1 4 0v2",
};

/** A state in a word and a shape; colour only repeats them. */
export function Badge({ tone, shape, word }: { tone: Tone; shape: Shape; word: string }) {
  return (
    <span className={`badge ${tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" className={shape === "dot" ? "filled" : undefined}>
        <path d={SHAPES[shape]} />
        {shape === "half" && <path className="filled" d="M8 3a5 5 0 0 0 0 10z" />}
      </svg>
      {word}
    </span>
  );
}

type Look = [Tone, Shape, string];

/** A newer server may know states that this page does not: these show as they are named. */
function from<K extends string>(looks: Record<K, Look>, name: K) {
  const [tone, shape, word] = (looks as Partial<Record<string, Look>>)[name] ?? ["quiet", "ring", String(name)];
  return <Badge tone={tone} shape={shape} word={word} />;
}

const HEARD: Record<Heard, Look> = {
  yes: ["good", "check", "yes"],
  partly: ["care", "half", "in part"],
  no: ["bad", "cross", "no"],
  never: ["bad", "ring", "never"],
};
export const HeardBadge = ({ heard }: { heard: Heard }) => from(HEARD, heard);

const VERDICTS: Record<VerdictName, Look> = {
  keep: ["good", "check", "keep"],
  remove: ["bad", "dash", "remove"],
  undecided: ["care", "half", "undecided"],
};
export const VerdictBadge = ({ verdict }: { verdict: VerdictName }) => from(VERDICTS, verdict);

const PLANS: Record<PlanState, Look> = {
  open: ["active", "ring", "open"],
  approved: ["good", "check", "approved"],
  "carried-out": ["quiet", "check", "carried out"],
  expired: ["quiet", "clock", "expired"],
  void: ["quiet", "cross", "void"],
  superseded: ["quiet", "dash", "superseded"],
};
export const PlanBadge = ({ state }: { state: PlanState }) => from(PLANS, state);

const EXECUTIONS: Record<ExecutionState, Look> = {
  waiting: ["quiet", "clock", "waiting"],
  running: ["active", "dot", "running"],
  done: ["good", "check", "done"],
  stopped: ["care", "dash", "stopped"],
  failed: ["bad", "cross", "failed"],
};
export const ExecutionBadge = ({ state }: { state: ExecutionState }) => from(EXECUTIONS, state);

const OUTCOMES: Record<Outcome, Look> = {
  waiting: ["quiet", "clock", "waiting"],
  begun: ["active", "dot", "begun"],
  done: ["good", "check", "done"],
  gone: ["quiet", "ring", "gone"],
  skipped: ["care", "dash", "skipped"],
  failed: ["bad", "cross", "failed"],
  impossible: ["bad", "lock", "impossible"],
};
export const OutcomeBadge = ({ outcome }: { outcome: Outcome }) => from(OUTCOMES, outcome);

const RISKS: Record<Risk, Look> = {
  low: ["quiet", "ring", "low"],
  medium: ["care", "half", "medium"],
  high: ["bad", "triangle", "high"],
};
export const RiskBadge = ({ risk }: { risk: Risk }) => from(RISKS, risk);

const ENVIRONMENTS: Record<EnvironmentState, Look> = {
  watched: ["good", "check", "watched"],
  remembered: ["care", "clock", "remembered"],
  changed: ["care", "triangle", "changed"],
  shrunk: ["care", "triangle", "shrunk"],
  retired: ["quiet", "dash", "retired"],
};
export const EnvironmentBadge = ({ state }: { state: EnvironmentState }) => from(ENVIRONMENTS, state);

const HELD: Record<Held, Look> = {
  held: ["good", "check", "held"],
  missing: ["bad", "triangle", "missing"],
  foreign: ["care", "cross", "foreign"],
  unknown: ["quiet", "ring", "unknown"],
};
export const HeldBadge = ({ held }: { held: Held }) => from(HELD, held);

const USES: Record<UseKind, Look> = {
  running: ["good", "dot", "running"],
  desired: ["active", "ring", "wanted"],
  rollback: ["quiet", "clock", "roll-back"],
  declared: ["quiet", "lock", "declared"],
  stopped: ["quiet", "dash", "stopped"],
};
export const UseBadge = ({ kind }: { kind: UseKind }) => from(USES, kind);

const TIERS: Record<Tier, Look> = {
  production: ["active", "dot", "production"],
  unknown: ["care", "half", "tier unknown"],
  staging: ["quiet", "half", "staging"],
  development: ["quiet", "ring", "development"],
};
export const TierBadge = ({ tier }: { tier: string }) => from(TIERS, tier as Tier);
