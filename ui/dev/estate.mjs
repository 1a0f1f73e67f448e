// A made-up estate in the shapes of the REST interface: lively enough to show every state of every page.
import { createHash } from "node:crypto";
import { makeRunning } from "./running.mjs";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const digestOf = (text) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Numbers that look random and are the same in every run. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const REPOSITORIES = [
  ["data/pipeline", 30, 40, 0, 33.4 * GIB, 18.9 * GIB],
  ["shop/recommendations", 13, 11, 0, 7.6 * GIB, 2.8 * GIB],
  ["shop/checkout", 12, 71, 0, 2.7 * GIB, 1.9 * GIB],
  ["shop/web", 14, 92, 0, 2.5 * GIB, 1.8 * GIB],
  ["shop/search", 13, 17, 0, 2.6 * GIB, 1.2 * GIB],
  ["labs/prototype", 5, 4, 0, 1.3 * GIB, 421 * MIB],
  ["platform/auth", 12, 15, 0, 950 * MIB, 408 * MIB],
  ["platform/agent", 20, 22, 0, 508 * MIB, 137 * MIB],
  ["platform/ingress", 12, 10, 0, 527 * MIB, 127 * MIB],
  ["legacy/monolith", 4, 0, 9, 4.1 * GIB, 0],
  ["base/debian", 6, 0, 0, 1.2 * GIB, 0],
  ["charts/shop", 25, 0, 0, 3 * MIB, 0],
  [`teams/very-long-names/${"deeply-nested-".repeat(8)}service`, 3, 2, 1, 300 * MIB, 40 * MIB],
];

export function makeEstate(now, crowd = 0) {
  const random = seeded(7);
  const ago = (milliseconds) => new Date(now - milliseconds).toISOString();
  const ahead = (milliseconds) => new Date(now + milliseconds).toISOString();
  const estate = { random, ago, ahead, now };
  estate.registries = registries(ago);
  estate.repositories = { main: repositories(estate), edge: [repository("edge/sensor", 8, 6, 0, 900 * MIB, 310 * MIB, ago(3 * DAY), 2)], mirror: [] };
  for (let i = 0; i < 240; i++) {
    estate.repositories.mirror.push(repository(`docker.io/library/image-${String(i).padStart(3, "0")}`, 4, 0, 0, (10 + (i % 37) * 9) * MIB, 0, ago(i * DAY), i % 3));
  }
  estate.images = images(estate);
  estate.sources = sources(estate);
  Object.assign(estate, makeRunning(estate, crowd));
  estate.policies = [
    {
      name: "default",
      file: "policies/default.yaml",
      digest: digestOf("policy default"),
      rules: ["keep {newest: 5}", 'keep {tagPattern: "^v?\\d+\\.\\d+\\.\\d+$", youngerThan: 180d}', "remove {olderThan: 30d}"],
      scope: { registries: ["**"], repositories: ["**"] },
    },
  ];
  estate.pins = [
    { id: "pin-1", image: "shop/checkout:1.4.0", reason: "audit of the year 2025", owner: "team-shop", until: ahead(60 * DAY), source: "configuration", by: "configuration", at: ago(200 * DAY) },
    { id: "pin-2", image: `legacy/monolith@${digestOf("monolith")}`, reason: "the last one that a customer runs on site", source: "api", by: "admin", at: ago(12 * DAY) },
  ];
  estate.tokens = [
    { id: "tok-1", name: "admin", role: "administrator", registries: ["**"], createdAt: ago(90 * DAY), lastUsed: ago(60_000), revoked: false },
    { id: "tok-2", name: "ci-pipeline", role: "proposer", registries: ["main"], createdAt: ago(40 * DAY), expires: ahead(50 * DAY), lastUsed: ago(2 * HOUR), revoked: false },
    { id: "tok-3", name: "former-colleague", role: "approver", registries: ["main", "edge"], createdAt: ago(80 * DAY), expires: ahead(5 * DAY), revoked: true },
  ];
  estate.checks = [
    { source: "main", check: "deletion is on", ok: true, detail: "the registry answers 202 to deletions" },
    { source: "edge", check: "deletion is on", ok: false, detail: "the registry answers 405.", remedy: "Set REGISTRY_STORAGE_DELETE_ENABLED=true there." },
  ];
  return estate;
}

function registries(ago) {
  const common = { role: "primary", environmentsComplete: true, observedAt: ago(95_000), heard: "yes", grace: "PT24H" };
  return [
    { ...common, name: "main", url: "https://registry.example:5000", storage: "/var/lib/registry", environments: ["prod-swarm", "host"], repositories: 13, tags: 556, manifests: 431, untagged: 25, uniqueBytes: Math.round(60.1 * GIB), reclaimBytes: Math.round(27.6 * GIB), heldBack: { bytes: 0, manifests: 0 } },
    { ...common, name: "edge", url: "http://edge.example:5000", environments: null, environmentsComplete: false, repositories: 1, tags: 14, manifests: 14, untagged: 0, uniqueBytes: 900 * MIB, reclaimBytes: 310 * MIB, heldBack: { bytes: 120 * MIB, manifests: 6 }, observedAt: ago(40 * 60_000), heard: "partly" },
    { ...common, name: "mirror", url: "https://mirror.example", role: "mirror", environments: ["prod-swarm"], repositories: 240, tags: 960, manifests: 960, untagged: 0, uniqueBytes: Math.round(41.2 * GIB), reclaimBytes: 0, heldBack: { bytes: 0, manifests: 0 } },
  ];
}

function repository(name, keepImages, removeImages, undecidedImages, bytes, removeBytes, lastPushed, inUse) {
  const images = keepImages + removeImages + undecidedImages;
  return { name, tags: Math.round(images * 1.3), manifests: images, bytes: Math.round(bytes), removeBytes: Math.round(removeBytes), removeImages, keepImages, undecidedImages, lastPushed, inUse };
}

function repositories({ random, ago }) {
  return REPOSITORIES.map(([name, keep, remove, undecided, bytes, freed], index) => repository(name, keep, remove, undecided, bytes, freed, ago(random() * (index + 1) * 2 * DAY), Math.round(random() * 6)));
}

function images(estate) {
  const { random, ago, ahead } = estate;
  const all = [];
  for (const [registry, list] of Object.entries(estate.repositories)) {
    for (const one of list) {
      const total = one.keepImages + one.removeImages + one.undecidedImages;
      for (let i = 0; i < total; i++) {
        const verdict = i < one.keepImages ? "keep" : i < one.keepImages + one.removeImages ? "remove" : "undecided";
        const age = (i + 1) * (verdict === "remove" ? 31 : 3) * DAY * (0.4 + random() * 0.2);
        const share = verdict === "remove" ? one.removeBytes / one.removeImages : (one.bytes - one.removeBytes) / Math.max(1, one.keepImages + one.undecidedImages);
        const used = verdict === "keep" && i < one.inUse;
        all.push({
          registry,
          repository: one.name,
          digest: digestOf(`${registry}/${one.name}/${i}`),
          role: "image",
          tags: tagsOf(one.name, i, total, ago(age)),
          verdict,
          rule: used ? "in-use" : verdict === "keep" ? "default: keep {newest: 5}" : "default: remove {olderThan: 30d}",
          reason: reasonOf(verdict, used, age, i),
          bytes: Math.round(share * (0.6 + random() * 0.8)),
          ...(i % 17 === 16 ? {} : { built: ago(age) }),
          firstSeen: ago(age - HOUR),
          lastSeen: ago(95_000),
          usedBy: used ? [`prod-swarm: ${one.name.replace("/", "_")} (running)`] : [],
          ...(i === 0 ? { graceEnds: ahead(6 * HOUR) } : {}),
        });
      }
    }
  }
  return all;
}

function tagsOf(repository, index, total, built) {
  if (repository === "legacy/monolith" && index === 5) {
    return ["safe\u202Egnp.txe", "<img src=x onerror=alert(1)>"];
  }
  if (index % 23 === 22) {
    return [];
  }
  const version = `1.${total - index}.${index % 4}`;
  return repository === "data/pipeline" ? [`nightly-${built.slice(0, 10)}`] : index === 0 ? [version, "stable", "latest"] : [version];
}

function reasonOf(verdict, used, age, index) {
  switch (verdict) {
    case "keep":
      return used ? "runs in prod-swarm" : `number ${index + 1} by age`;
    case "remove":
      return `built ${Math.round(age / DAY)} d ago, number ${index + 1} by age`;
    default:
      return "not heard: edge-host (connection refused); an unread manifest could be an index over it";
  }
}

function sources({ ago, ahead }) {
  return [
    { name: "main", kind: "registry", address: "https://registry.example:5000", heard: "yes", detail: "556 tags in 13 repositories", observedAt: ago(95_000), ageSeconds: 95, nextAt: ahead(205_000), requests: 612, blindSpots: [] },
    { name: "main", kind: "storage", address: "/var/lib/registry", heard: "yes", detail: "read whole; 25 untagged manifests", observedAt: ago(95_000), ageSeconds: 95, nextAt: ahead(205_000), requests: 0, blindSpots: [] },
    { name: "edge", kind: "registry", address: "http://edge.example:5000", heard: "partly", detail: "1 of 14 manifests could not be read (502 from a proxy)", observedAt: ago(40 * 60_000), ageSeconds: 2400, nextAt: ahead(20_000), requests: 31, blindSpots: ["edge/sensor: everything there is undecided, since the unread manifest could be an index", "untagged manifests can't be seen over the network; read its volume to see them"] },
    { name: "mirror", kind: "registry", address: "https://mirror.example", heard: "yes", detail: "960 tags in 240 repositories; a mirror is only read", observedAt: ago(300_000), ageSeconds: 300, requests: 1204, blindSpots: [] },
    { name: "prod-swarm", kind: "environment", address: "tcp://10.0.0.4:2376", heard: "yes", detail: "41 services, 3 nodes", observedAt: ago(30_000), ageSeconds: 30, nextAt: ahead(30_000), requests: 9, blindSpots: [], protecting: 0, state: "watched" },
    { name: "host", kind: "environment", address: "unix:///var/run/docker.sock", heard: "yes", detail: "2 containers; 14 were there yesterday", observedAt: ago(30_000), ageSeconds: 30, requests: 4, blindSpots: [], protecting: 12, state: "shrunk" },
    { name: "edge-host", kind: "environment", address: "tcp://10.3.0.9:2376", heard: "no", detail: "connection refused; is the engine running, and may Regent reach port 2376?", observedAt: ago(3 * DAY), ageSeconds: 259_200, nextAt: ahead(15_000), requests: 3, blindSpots: ["what runs there is taken from three days ago"], protecting: 5, state: "remembered" },
    { name: "pins", kind: "pins", address: "", heard: "yes", detail: "2 pins", observedAt: ago(1000), ageSeconds: 1, requests: 0, blindSpots: [] },
  ];
}

/** A plan from the images that could go. */
export function makePlan(estate, registry, { proposer = "ci-pipeline", madeAt = estate.ago(20 * 60_000), images } = {}) {
  const go = estate.images.filter((one) => one.registry === registry && one.verdict === "remove" && (images === undefined || images.includes(`${one.repository}@${one.digest}`)));
  const steps = go.flatMap((one, index) => stepsOf(estate, one, index));
  const about = estate.registries.find(({ name }) => name === registry);
  const named = about.environmentsComplete;
  return {
    digest: digestOf(`plan ${registry} ${steps.map(({ digest }) => digest).join()}`),
    registry,
    state: "open",
    proposer,
    madeAt,
    expires: estate.ahead(7 * DAY),
    steps,
    reclaimBytes: steps.reduce((sum, { bytes }) => sum + bytes, 0),
    reclaimExact: about.storage !== undefined,
    approvable: named,
    whyNot: named ? [] : [`registry ${registry} does not say that all its environments are named (environmentsComplete)`],
    large: steps.length > 86,
    executions: [],
    sources: estate.sources.filter(({ kind, name }) => kind === "environment" || name === registry),
    policies: estate.policies.map(({ name, file, digest }) => ({ name, file, digest })),
  };
}

function stepsOf({ ahead }, image, index) {
  const base = { registry: image.registry, repository: image.repository, reason: image.reason, rule: image.rule, undo: "until-gc", closure: `c${index}`, ...(image.built === undefined ? {} : { built: image.built }) };
  const riskReasons = [];
  if (image.built === undefined) {
    riskReasons.push("its age is unknown to people, since the build time is missing");
  }
  if (index % 29 === 0) {
    riskReasons.push("pulled 2 days ago by 10.0.4.17");
  }
  if (index % 13 === 0) {
    riskReasons.push("ran in prod-swarm until 5 days ago");
  }
  const risk = riskReasons.length > 1 || index % 29 === 0 ? "high" : riskReasons.length === 1 ? "medium" : "low";
  const parent = { ...base, kind: "delete-manifest", digest: image.digest, tags: image.tags, bytes: image.bytes, risk, riskReasons, ...(index === 3 ? { graceEnds: ahead(2 * HOUR) } : {}) };
  if (index % 6 !== 0) {
    return [parent];
  }
  const child = (platform) => ({ ...base, kind: "delete-manifest", digest: digestOf(`${image.digest} ${platform}`), tags: [], reason: `child of ${image.digest.slice(7, 19)}, ${platform}`, bytes: 0, risk: "low", riskReasons: [] });
  return [parent, child("linux/amd64"), child("linux/arm64")];
}
