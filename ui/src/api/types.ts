// The shapes of the server's REST interface, as far as the console reads them. Once docs/openapi.yaml is generated,
// these come from there.

export type Digest = string;
/** RFC 3339, UTC. */
export type Instant = string;
/** ISO 8601, for example `PT24H`. */
export type Duration = string;

export interface Page<T> {
  items: T[];
  /** Absent on the last page. */
  next?: string;
}

export type Permission = "read" | "propose" | "approve" | "carry-out" | "pin" | "administer" | "notify";
export type RoleName = "notifier" | "viewer" | "proposer" | "approver" | "administrator";

export interface WhoAmI {
  name: string;
  role: RoleName;
  /** Globs. */
  registries: string[];
  expires?: Instant;
  permissions: Permission[];
  singleAdministrator: boolean;
}

export type Heard = "yes" | "partly" | "no" | "never";
export type EnvironmentState = "watched" | "remembered" | "changed" | "shrunk" | "retired";

export interface Source {
  name: string;
  kind: "registry" | "environment" | "storage" | "pins";
  address: string;
  heard: Heard;
  detail: string;
  observedAt?: Instant;
  ageSeconds?: number;
  nextAt?: Instant;
  requests: number;
  blindSpots: string[];
  /** Uses that protect though the environment no longer shows them. */
  protecting?: number;
  state?: EnvironmentState;
}

export interface Environment {
  name: string;
  /** For example `docker`, `swarm`, `kubernetes`; empty before the first look. */
  kind: string;
  /** What led to it, where it is not configured itself. */
  directory?: string;
  url: string;
  identity?: string;
  state: EnvironmentState;
  heard: Heard;
  /** Since when it is heard as it is now. */
  heardSince?: Instant;
  /** Why it isn't heard wholly, or isn't what it was. */
  why?: string;
  /** What to do about that. */
  lift?: string;
  detail: string;
  observedAt?: Instant;
  ageSeconds?: number;
  freshness: "events" | "polling";
  /** Why changes can't be heard at the moment. */
  freshnessWhy?: string;
  uses: number;
  /** Uses that protect though it doesn't show them. */
  remembered: number;
  /** How many workloads there are of each tier. */
  tiers: Record<string, number>;
  nodes: string[];
  notices: Notice[];
}

/** Something that a person should mend. */
export interface Notice {
  kind: string;
  subject: string;
  words: string;
  remedy: string;
}

export interface Registry {
  name: string;
  url: string;
  storage?: string;
  role: "primary" | "mirror" | "cache";
  environments: string[] | null;
  environmentsComplete: boolean;
  repositories: number;
  tags: number;
  manifests: number;
  untagged: number;
  uniqueBytes: number;
  reclaimBytes: number;
  /** What stays only because environments were not heard wholly, at most. */
  heldBack: { bytes: number; manifests: number };
  planDigest?: Digest;
  observedAt?: Instant;
  heard: Heard;
  grace: Duration;
  gcGuide?: string;
}

export interface Repository {
  name: string;
  tags: number;
  manifests: number;
  /** Unique in this repository. */
  bytes: number;
  removeBytes: number;
  removeImages: number;
  keepImages: number;
  undecidedImages: number;
  lastPushed?: Instant;
  inUse: number;
}

export type VerdictName = "keep" | "remove" | "undecided";
export type ManifestRole = "image" | "child" | "referrer";

export interface Image {
  registry: string;
  repository: string;
  digest: Digest;
  role: ManifestRole;
  tags: string[];
  verdict: VerdictName;
  rule: string;
  reason: string;
  bytes: number;
  built?: Instant;
  firstSeen: Instant;
  lastSeen: Instant;
  usedBy: string[];
  graceEnds?: Instant;
}

export interface Explanation {
  image: string;
  matches: ExplainedImage[];
}

export interface ExplainedImage {
  registry: string;
  repository: string;
  digest: Digest;
  tags: string[];
  role: ManifestRole;
  verdict: VerdictName;
  rule: string;
  reason: string;
  built?: Instant;
  firstSeen?: Instant;
  heldBy: Digest[];
  holds: Digest[];
  usedBy: { environment: string; workload: string; container?: string; kind: string; since: Instant }[];
  pins: Partial<Pin>[];
  plan?: Digest;
  graceEnds?: Instant;
}

export interface Policy {
  name: string;
  file: string;
  digest: Digest;
  rules: string[];
  scope: unknown;
}

export interface Policies extends Page<Policy> {
  /** Why the newest files are not in force. */
  problem?: string;
}

export type PlanState = "open" | "approved" | "carried-out" | "expired" | "void" | "superseded";
export type Undo = "always" | "until-gc" | "none";
export type Risk = "low" | "medium" | "high";

export interface PlanHead {
  digest: Digest;
  registry: string;
  state: PlanState;
  proposer: string;
  madeAt: Instant;
  expires: Instant;
  steps: number;
  reclaimBytes: number;
  reclaimExact: boolean;
  approvable: boolean;
  whyNot: string[];
  large: boolean;
}

export interface Step {
  kind: "delete-manifest" | "delete-tag";
  registry: string;
  repository: string;
  digest: Digest;
  tags: string[];
  reason: string;
  rule: string;
  bytes: number;
  undo: Undo;
  /** Steps of one closure share it. */
  closure: string | number;
  built?: Instant;
  graceEnds?: Instant;
  risk: Risk;
  riskReasons: string[];
}

export interface Approval {
  id: string;
  by: string;
  reason: string;
  at: Instant;
  until: Instant;
}

export interface Plan extends Omit<PlanHead, "steps"> {
  steps: Step[];
  approval?: Approval;
  executions: { id: string; state: ExecutionState }[];
  sources: (Partial<Source> & { name: string })[];
  policies: (string | { name: string; digest?: Digest; file?: string })[];
  /** Of carrying it out now. */
  duration?: ExpectedDuration;
}

/** In seconds. */
export interface ExpectedDuration {
  seconds: number;
  atLeast: number;
  atMost: number;
  basis: "measured" | "assumed";
  /** Steps that were measured. */
  steps: number;
  notes: string[];
}

export type ExecutionState = "waiting" | "running" | "done" | "stopped" | "failed";
export type Outcome = "waiting" | "begun" | "done" | "gone" | "skipped" | "failed" | "impossible";
export type Counts = Record<Exclude<Outcome, "begun">, number>;

export interface ExecutionStep {
  kind: string;
  repository: string;
  digest: Digest;
  tags: string[];
  outcome: Outcome;
  detail: string;
  at?: Instant;
}

export interface ExecutionHead {
  execution: string;
  kind: "apply" | "undo";
  plan?: Digest;
  undoes?: string;
  registry: string;
  state: ExecutionState;
  by: string;
  reason: string;
  startedAt: Instant;
  endedAt?: Instant;
  stopReason?: string;
  counts: Counts;
  /** What the done steps free once garbage is collected. */
  freedBytes: number;
}

export interface GarbageCollection {
  registry: string;
  kind: string;
  text: string;
  commands: string[];
  wouldFreeBytes: number;
  exact: boolean;
  /** Open undo windows, and for how long. */
  waits: string[];
}

export interface Execution extends ExecutionHead {
  steps: ExecutionStep[];
  gc?: GarbageCollection;
  undo: { possible: boolean; until?: Instant; bytesKept: number; why?: string };
  /** How long it will go on; absent of an undo and at its end. */
  left?: ExpectedDuration;
}

/** The data of `event: step`. */
export type StepEvent = ExecutionStep & { index: number };

export interface Pin {
  id: string;
  image: string;
  reason: string;
  owner?: string;
  until?: Instant;
  source: "configuration" | "api";
  by: string;
  at: Instant;
}

export interface Token {
  id: string;
  name: string;
  role: RoleName;
  registries: string[];
  createdAt: Instant;
  expires?: Instant;
  lastUsed?: Instant;
  revoked: boolean;
}

export interface NewToken extends Token {
  /** Shown once. */
  token: string;
}

export interface AuditEntry {
  sequence: number;
  at: Instant;
  session: string;
  actor: string;
  action: string;
  subject: string;
  reason?: string;
  plan?: Digest;
  outcome: string;
  detail: string;
  hash: string;
}

export interface AuditPage extends Page<AuditEntry> {
  head: { sequence: number; hash: string };
}

export interface KeptForUndo extends Page<unknown> {
  totalBytes: number;
  limitBytes: number;
}

export interface Check {
  source: string;
  check: string;
  /** null: could not be tried. */
  ok: boolean | null;
  detail: string;
  remedy?: string;
}
