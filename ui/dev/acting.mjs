// Executions of the made-up estate: they run by themselves, and whoever listens hears each step.
const UNDO_FOR = 72 * 3_600_000;

const counted = (steps) => {
  const counts = { done: 0, gone: 0, skipped: 0, failed: 0, impossible: 0, waiting: 0 };
  for (const { outcome } of steps) {
    counts[outcome === "begun" ? "waiting" : outcome]++;
  }
  return counts;
};

export const isFinal = ({ state }) => state === "done" || state === "stopped" || state === "failed";

export function headOf({ execution, kind, plan, undoes, registry, state, by, reason, startedAt, endedAt, stopReason, counts, freedBytes }) {
  return { execution, kind, plan, undoes, registry, state, by, reason, startedAt, endedAt, stopReason, counts, freedBytes };
}

export class Executions {
  all = [];
  #numbers = 0;
  #listeners = new Map();

  /** @param pace milliseconds a step */
  constructor(pace, onChange) {
    this.pace = pace;
    this.onChange = onChange;
  }

  apply(plan, by) {
    const steps = plan.steps.map(({ kind, repository, digest, tags, bytes }, index) => ({ kind, repository, digest, tags, bytes, outcome: "waiting", detail: "", fate: fateOf(index) }));
    return this.#begin({ kind: "apply", plan: plan.digest, registry: plan.registry, by, reason: plan.approval.reason, steps });
  }

  undo(undone, images, by, reason) {
    const steps = undone.steps
      .filter(({ outcome, repository, digest }) => outcome === "done" && (images === undefined || images.includes(`${repository}@${digest}`)))
      .map(({ repository, digest, tags }, index) => ({ kind: "put-manifest", repository, digest, tags, bytes: 0, outcome: "waiting", detail: "", fate: index === 1 ? ["skipped", `tag ${tags[0] ?? "latest"} points elsewhere now; it was not moved`] : ["done", "put back; all blobs were read to the last byte"] }));
    return this.#begin({ kind: "undo", undoes: undone.execution, registry: undone.registry, by, reason, steps });
  }

  #begin(start) {
    const execution = {
      execution: `x-${String(++this.#numbers).padStart(4, "0")}`,
      state: "waiting",
      startedAt: new Date().toISOString(),
      freedBytes: 0,
      log: [],
      counts: counted(start.steps),
      undo: { possible: false, bytesKept: 0, why: start.kind === "undo" ? "An undo is not undone; propose a plan instead." : "It is still running." },
      ...start,
    };
    this.all.unshift(execution);
    this.#run(execution);
    return execution;
  }

  async #run(execution) {
    const pause = () => new Promise((resolve) => setTimeout(resolve, this.pace));
    await pause();
    execution.state = "running";
    this.#say(execution, "execution", headOf(execution));
    for (const [index, step] of execution.steps.entries()) {
      if (execution.stopReason !== undefined) {
        break;
      }
      step.outcome = "begun";
      this.#say(execution, "step", { index, ...shown(step) });
      await pause();
      [step.outcome, step.detail] = step.fate;
      step.at = new Date().toISOString();
      execution.freedBytes += step.outcome === "done" ? step.bytes : 0;
      execution.counts = counted(execution.steps);
      this.#say(execution, "step", { index, ...shown(step) });
      this.#say(execution, "execution", headOf(execution));
    }
    execution.state = execution.stopReason === undefined ? "done" : "stopped";
    execution.endedAt = new Date().toISOString();
    this.#close(execution);
    this.#say(execution, "execution", headOf(execution));
    for (const response of this.#listeners.get(execution.execution) ?? []) {
      response.end();
    }
    this.onChange(execution);
  }

  #close(execution) {
    if (execution.kind !== "apply") {
      return;
    }
    const until = new Date(Date.now() + UNDO_FOR).toISOString();
    execution.undo = { possible: execution.counts.done > 0, until, bytesKept: 48_213 * execution.counts.done };
    execution.gc = gcOf(execution.registry, execution.freedBytes, [`execution ${execution.execution} can be undone until ${until}`]);
  }

  #say(execution, event, data) {
    const text = `id: ${execution.log.length}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    execution.log.push(text);
    for (const response of this.#listeners.get(execution.execution) ?? []) {
      response.write(text);
    }
  }

  /** @param drop after how many events the connection breaks, to see that the page goes on */
  listen(execution, response, lastId, drop) {
    const from = lastId === undefined ? 0 : Number(lastId) + 1;
    if (drop !== undefined) {
      response.write(`retry: 200\n\n${execution.log.slice(from, from + drop).join("")}`);
      setTimeout(() => response.destroy(), 300);
      return;
    }
    response.write(execution.log.slice(from).join(""));
    if (isFinal(execution)) {
      response.end();
      return;
    }
    const listeners = this.#listeners.get(execution.execution) ?? new Set();
    this.#listeners.set(execution.execution, listeners);
    listeners.add(response);
    response.on("close", () => listeners.delete(response));
  }
}

export const shown = ({ kind, repository, digest, tags, outcome, detail, at }) => ({ kind, repository, digest, tags, outcome, detail, at });

function fateOf(index) {
  if (index % 31 === 4) {
    return ["skipped", "prod-swarm runs it since 3 minutes; the new plan keeps it"];
  }
  if (index % 47 === 9) {
    return ["gone", "it was not there any more (404)"];
  }
  return index === 21 ? ["failed", "delete manifest: 503 from the registry three times; try again later"] : ["done", "202"];
}

export function gcOf(registry, wouldFreeBytes, waits) {
  return {
    registry,
    kind: "distribution",
    text: `Make ${registry} read-only while it collects: whatever is pushed meanwhile can be lost.\nRun the collection where the registry's volume is, then start the registry again.`,
    commands: ["docker exec registry registry garbage-collect --dry-run /etc/distribution/config.yml", "docker service update --env-add REGISTRY_STORAGE_MAINTENANCE_READONLY='{\"enabled\":true}' registry", "docker exec registry registry garbage-collect /etc/distribution/config.yml", "docker service update --env-rm REGISTRY_STORAGE_MAINTENANCE_READONLY registry"],
    wouldFreeBytes,
    exact: true,
    waits,
  };
}
