// The shapes of what the REST interface says about environments and what runs in them.
import type { Digest, Instant } from "./types";

/** `unknown` counts as production. */
export type Tier = "production" | "staging" | "development" | "unknown";
export type UseKind = "running" | "stopped" | "desired" | "rollback" | "declared";
/** Whether a registry that is looked at has an image. */
export type Held = "held" | "missing" | "foreign" | "unknown";

/** Something that somebody says of a workload. */
export interface Said {
  value: string;
  source: string;
}

export interface UsedImage {
  /** Absent where the workload has but one. */
  container?: string;
  kind: UseKind;
  /** Absent where only an id is named. */
  reference?: string;
  digests: Digest[];
  since: Instant;
  held: Held;
  places: { registry: string; repository: string }[];
  /** Why it isn't held. */
  why?: string;
  /** Why it protects though the environment doesn't show it. */
  remembered?: string;
}

export interface Workload {
  environment: string;
  name: string;
  /** Its namespace or stack. */
  space?: string;
  tier: Said;
  team?: Said;
  owner?: Said;
  /** A sentence each. */
  conflicts: string[];
  images: UsedImage[];
  heardAt?: Instant;
  ageSeconds?: number;
}

export interface NodeImage {
  environment: string;
  node: string;
  names: string[];
  digests: Digest[];
  size: number;
  firstSeen: Instant;
  inUse: boolean;
  lastUsed?: Instant;
}

export interface UseOverTime {
  environment: string;
  workload: string;
  container?: string;
  kind: UseKind;
  reference?: string;
  digests: Digest[];
  from: Instant;
  /** Absent while it lasts. */
  to?: Instant;
  protects: boolean;
  /** Why it is remembered though the environment doesn't show it. */
  why?: string;
  tier: Tier;
  team?: string;
  owner?: string;
  heardAt?: Instant;
  ageSeconds?: number;
}

/** A registry that what manages environments knows. */
export interface Offer {
  by: string;
  name: string;
  host: string;
  product: string;
  authenticated: boolean;
  configured?: string;
  environments: string[];
  /** Absent where it is configured, or has no host. */
  yaml?: string;
}
