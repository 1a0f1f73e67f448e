// What the server says of where bytes lie: /estate/storage, growth, layers, sprawl, orphans.
import type { Digest, Instant } from "./types";

export type By = "registry" | "repository" | "team" | "base";

export interface StorageItem {
  /** Absent for what belongs to no team, and for a base that nobody names. */
  name?: string;
  /** Absent where it can be in several. */
  registry?: string;
  /** Of a base: how it is known. */
  known?: "annotation" | "layer" | "own" | "none";
  digest?: Digest;
  /** A repository that has an image of just that layer. */
  foundIn?: string;
  tags: number;
  manifests: number;
  bytes: number;
  exclusiveBytes: number;
  /** What is shared is divided equally: over all rows these sum to what is stored. */
  attributedBytes: number;
  /** Within the days that were asked for; absent where the registry never told of pulls. */
  pulls?: number;
  /** `2026-06-01`, UTC: what was pulled before isn't known. */
  pullsSince?: string;
}

export interface GrowthPoint {
  /** `2026-06-01`, UTC. */
  day: string;
  tags: number;
  manifests: number;
  bytes: number;
  attributedBytes: number;
}

export interface GrowthItem {
  name?: string;
  registry?: string;
  grewBytes: number;
  /** The oldest first; at least one. */
  points: GrowthPoint[];
}

export interface LayerItem {
  registry: string;
  digest: Digest;
  mediaType: string;
  bytes: number;
  images: number;
  repositories: number;
  onlyIn?: string;
  workloads: number;
  newest?: Instant;
}

export interface SprawlItem {
  registry: string;
  repository: string;
  tags: number;
  tagged: number;
  surplusTags: number;
  mostTags: number;
  unmoved: number;
  /** Absent over /v2/, which doesn't show them. */
  untagged?: number;
  untaggedBytes?: number;
  repeatedLayers: number;
  repeatedBytes: number;
}

export interface OrphanItem {
  registry: string;
  kind: "blobs" | "uploads" | "blob" | "upload" | "unknown";
  repository?: string;
  name?: string;
  count: number;
  bytes: number;
  since?: Instant;
  seenAt?: Instant;
  why?: string;
}
