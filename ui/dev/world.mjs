// What the made-up server knows, and how it changes.
import { createHash } from "node:crypto";
import { Executions } from "./acting.mjs";
import { makeEstate, makePlan } from "./estate.mjs";

const READ = ["read"];
const PROPOSE = [...READ, "propose", "pin"];
const APPROVE = [...PROPOSE, "approve", "carry-out"];
const ROLES = { viewer: READ, proposer: PROPOSE, approver: APPROVE, administrator: [...APPROVE, "administer"] };

export function makeWorld({ empty, pace, drop, crowd }) {
  const estate = makeEstate(Date.now(), crowd);
  if (empty) {
    Object.assign(estate, { registries: [], repositories: {}, images: [], sources: [], environments: [], workloads: [], nodeImages: [], offers: [], policies: [], pins: [], tokens: [], checks: [] });
  }
  const world = {
    estate,
    plans: [],
    audit: [],
    watchers: new Set(),
    drops: drop === undefined ? [] : [drop],
    people: new Map([
      ["rgt_admin", { name: "admin", role: "administrator", registries: ["**"] }],
      ["rgt_approver", { name: "olga", role: "approver", registries: ["main"], expires: estate.ahead(30 * 86_400_000) }],
      ["rgt_viewer", { name: "guest", role: "viewer", registries: ["**"] }],
    ]),
    who(token) {
      const person = this.people.get(token);
      return person === undefined ? undefined : { ...person, permissions: ROLES[person.role], singleAdministrator: true };
    },
    tell(kind, data = {}) {
      for (const response of this.watchers) {
        response.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    },
    record(actor, action, subject, more = {}) {
      const sequence = this.audit.length + 1;
      const entry = { sequence, at: new Date().toISOString(), session: "s-1", actor, action, subject, outcome: "done", detail: "", ...more };
      entry.hash = createHash("sha256").update((this.audit.at(-1)?.hash ?? "") + JSON.stringify(entry)).digest("hex");
      this.audit.push(entry);
      this.tell("audit", { sequence });
    },
  };
  world.executions = new Executions(pace, (execution) => {
    const plan = world.plans.find(({ digest }) => digest === execution.plan);
    if (plan !== undefined) {
      plan.state = "carried-out";
    }
    world.record("regent", "execution-ended", execution.execution, { plan: execution.plan, outcome: execution.state, detail: Object.entries(execution.counts).filter(([, n]) => n > 0).map(([word, n]) => `${n} ${word}`).join(", ") });
    world.tell("execution", { execution: execution.execution, state: execution.state });
  });
  if (!empty) {
    fill(world);
  }
  return world;
}

function fill(world) {
  const { estate } = world;
  const history = ["main", "edge", "prod-swarm", "mirror"];
  for (let i = 0; i < 430; i++) {
    world.record("regent", "observed", history[i % 4], { at: estate.ago((430 - i) * 300_000), detail: "heard whole" });
  }
  const main = makePlan(estate, "main");
  const edge = makePlan(estate, "edge", { proposer: "admin" });
  const old = { ...makePlan(estate, "main", { madeAt: estate.ago(9 * 86_400_000) }), digest: main.digest.replace(/.{6}$/, "0ld000"), state: "superseded", approvable: false };
  world.plans.push(main, edge, old);
  estate.registries.find(({ name }) => name === "main").planDigest = main.digest;
  world.record("ci-pipeline", "plan-proposed", "main", { plan: main.digest, detail: `${main.steps.length} steps` });
  world.record("admin", "plan-proposed", "edge", { plan: edge.digest, detail: `${edge.steps.length} steps` });
  world.record("admin", "pinned", "legacy/monolith", { reason: "the last one that a customer runs on site" });
}

export function planHead(plan) {
  const { steps, sources: _sources, policies: _policies, executions: _executions, approval: _approval, ...head } = plan;
  return { ...head, steps: steps.length };
}
