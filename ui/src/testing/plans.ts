import type { Execution, Plan, Registry, Step, WhoAmI } from "../api/types";

export const NOW = Date.parse("2026-11-20T12:00:00Z");

export const aStep = (more: Partial<Step> = {}): Step => ({
  kind: "delete-manifest",
  registry: "main",
  repository: "shop/web",
  digest: `sha256:${"a".repeat(64)}`,
  tags: ["1.0"],
  reason: "built 40 d ago",
  rule: "default: remove {olderThan: 30d}",
  bytes: 1024,
  undo: "until-gc",
  closure: "c1",
  built: "2026-10-01T00:00:00Z",
  risk: "low",
  riskReasons: [],
  ...more,
});

export const aPlan = (more: Partial<Plan> = {}): Plan => ({
  digest: `sha256:${"1".repeat(64)}`,
  registry: "main",
  state: "open",
  proposer: "ci",
  madeAt: "2026-11-20T11:00:00Z",
  expires: "2099-01-01T00:00:00Z",
  steps: [aStep()],
  reclaimBytes: 1024,
  reclaimExact: true,
  approvable: true,
  whyNot: [],
  large: false,
  executions: [],
  sources: [],
  policies: [],
  ...more,
});

export const aRegistry = (more: Partial<Registry> = {}): Registry => ({
  name: "main",
  url: "http://127.0.0.1:5000",
  role: "primary",
  environments: ["host"],
  environmentsComplete: true,
  repositories: 1,
  tags: 2,
  manifests: 4,
  untagged: 0,
  uniqueBytes: 4096,
  reclaimBytes: 1024,
  heldBack: { bytes: 0, manifests: 0 },
  heard: "yes",
  grace: "PT24H",
  ...more,
});

export const anExecution = (more: Partial<Execution> = {}): Execution => ({
  execution: "x-1",
  kind: "apply",
  plan: `sha256:${"1".repeat(64)}`,
  registry: "main",
  state: "running",
  by: "admin",
  reason: "checked",
  startedAt: "2026-11-20T11:59:00Z",
  counts: { done: 0, gone: 0, skipped: 0, failed: 0, impossible: 0, waiting: 2 },
  freedBytes: 0,
  steps: ["a", "b"].map((letter) => ({ kind: "delete-manifest", repository: "shop/web", digest: `sha256:${letter.repeat(64)}`, tags: [letter], outcome: "waiting", detail: "" })),
  undo: { possible: false, bytesKept: 0, why: "It is still running." },
  ...more,
});

export const admin: WhoAmI = {
  name: "admin",
  role: "administrator",
  registries: ["**"],
  permissions: ["read", "propose", "approve", "carry-out", "pin", "administer"],
  singleAdministrator: true,
};

export const viewer: WhoAmI = { name: "guest", role: "viewer", registries: ["**"], permissions: ["read"], singleAdministrator: true };
