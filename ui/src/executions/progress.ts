import type { Execution, ExecutionHead, ExecutionState, StepEvent } from "../api/types";

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
    next = { ...next, steps: changed };
  }
  return head === undefined ? next : { ...next, ...head };
}

/** Steps that have come to an outcome, and all. */
export function progress({ steps, counts, state }: Execution): { over: number; all: number } {
  const { done, gone, skipped, failed, impossible } = counts;
  const all = steps.length;
  return { over: isFinal(state) && counts.waiting === 0 ? all : Math.min(all, done + gone + skipped + failed + impossible), all };
}
