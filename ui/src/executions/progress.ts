import type { Execution, ExecutionHead, ExecutionState, ExecutionStep, ExpectedDuration, StepEvent } from "../api/types";

export const isFinal = (state: ExecutionState): boolean => state === "done" || state === "stopped" || state === "failed";

export interface Heard {
  steps: StepEvent[];
  head?: ExecutionHead;
}

/** What is known of an execution once these events are heard too; later events of the same step win. */
export function advanced(execution: Execution, { steps, head }: Heard): Execution {
  let next = execution;
  if (steps.length > 0) {
    const changed = [...execution.steps];
    for (const { index, ...step } of steps) {
      if (index >= 0 && index < changed.length) {
        changed[index] = step;
      }
    }
    next = { ...next, steps: changed, left: remaining(execution, changed) };
  }
  return head === undefined ? next : { ...next, ...head };
}

/** Events don't tell the time that is left: it shrinks with the steps that are open, until the whole answer is asked for. */
function remaining({ left, steps }: Execution, now: ExecutionStep[]): ExpectedDuration | undefined {
  const open = (some: ExecutionStep[]) => some.filter(({ outcome }) => outcome === "waiting" || outcome === "begun").length;
  const [before, after] = [open(steps), open(now)];
  if (left === undefined || before === 0 || after === 0) {
    return undefined;
  }
  const share = after / before;
  return { ...left, seconds: left.seconds * share, atLeast: left.atLeast * share, atMost: left.atMost * share };
}

/** Steps that have come to an outcome, and all. */
export function progress({ steps, counts, state }: Execution): { over: number; all: number } {
  const { done, gone, skipped, failed, impossible } = counts;
  const all = steps.length;
  return { over: isFinal(state) && counts.waiting === 0 ? all : Math.min(all, done + gone + skipped + failed + impossible), all };
}
