import type { UsedImage, UseOverTime, Workload } from "../api/environments";
import type { Environment } from "../api/types";

export const anEnvironment = (more: Partial<Environment> = {}): Environment => ({
  name: "prod",
  kind: "swarm",
  url: "tcp://10.0.0.4:2376",
  state: "watched",
  heard: "yes",
  detail: "41 services",
  observedAt: "2026-11-20T11:59:30Z",
  ageSeconds: 30,
  freshness: "events",
  uses: 3,
  remembered: 0,
  tiers: { production: 2, staging: 0, development: 0, unknown: 0 },
  nodes: [],
  notices: [],
  ...more,
});

export const aUsedImage = (more: Partial<UsedImage> = {}): UsedImage => ({
  kind: "running",
  reference: "registry.example:5000/shop/web:1.0",
  digests: [`sha256:${"a".repeat(64)}`],
  since: "2026-11-01T10:00:00Z",
  held: "held",
  places: [{ registry: "main", repository: "shop/web" }],
  ...more,
});

export const aWorkload = (more: Partial<Workload> = {}): Workload => ({
  environment: "prod",
  name: "web",
  space: "shop",
  tier: { value: "production", source: "label env" },
  conflicts: [],
  images: [aUsedImage()],
  heardAt: "2026-11-20T11:59:30Z",
  ageSeconds: 30,
  ...more,
});

export const aUse = (more: Partial<UseOverTime> = {}): UseOverTime => ({
  environment: "prod",
  workload: "web",
  kind: "running",
  reference: "registry.example:5000/shop/web:1.0",
  digests: [`sha256:${"a".repeat(64)}`],
  from: "2026-11-01T10:00:00Z",
  protects: true,
  tier: "production",
  ageSeconds: 30,
  ...more,
});
