// What runs the made-up estate's images: environments of every kind and state, their workloads and nodes.
import { createHash } from "node:crypto";

const MIB = 1024 ** 2;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIERS = ["production", "staging", "development", "unknown"];

const digestOf = (text) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** @param crowd how many environments there are besides, all through one directory */
export function makeRunning(estate, crowd) {
  const environments = [...named(estate), ...through(estate, Math.max(6, crowd))];
  const workloads = [...swarm(estate), ...cluster(estate), ...legacy(estate), ...small(estate, environments)];
  for (const environment of environments) {
    const own = workloads.filter((one) => one.environment === environment.name);
    environment.tiers = Object.fromEntries(TIERS.map((tier) => [tier, own.filter((one) => one.tier.value === tier).length]));
    environment.uses ||= own.reduce((sum, { images }) => sum + images.length, 0);
  }
  return { environments, workloads, nodeImages: nodeImages(estate, environments, workloads), offers: offers() };
}

function environment({ ago }, name, more) {
  return { name, kind: "docker", url: "", state: "watched", heard: "yes", heardSince: ago(12 * DAY), detail: "heard whole", observedAt: ago(30_000), ageSeconds: 30, freshness: "events", uses: 0, remembered: 0, nodes: [], notices: [], ...more };
}

function named(estate) {
  const { ago } = estate;
  return [
    environment(estate, "prod-swarm", { kind: "swarm", url: "tcp://10.0.0.4:2376", identity: "x7k2", detail: "41 services, 3 nodes", nodes: ["manager-1", "worker-1", "worker-2"] }),
    environment(estate, "host", { url: "unix:///var/run/docker.sock", identity: "p01q", state: "shrunk", why: "it shows 2 of 14 images that it used", detail: "2 containers; 14 were there yesterday", lift: "regent environment confirm host --reason TEXT", uses: 2, remembered: 12, nodes: ["host"] }),
    environment(estate, "edge-host", { url: "tcp://10.3.0.9:2376", identity: "m4d1", state: "remembered", heard: "no", heardSince: ago(3 * DAY), why: "taken out of the configuration", detail: "taken out of the configuration", observedAt: ago(3 * DAY), ageSeconds: 259_200, freshness: "polling", remembered: 5, lift: "regent environment retire edge-host --reason TEXT" }),
    environment(estate, "old-lab", { url: "tcp://10.9.0.1:2376", state: "retired", heard: "no", heardSince: ago(40 * DAY), observedAt: ago(40 * DAY), ageSeconds: 3_456_000, freshness: "polling" }),
  ];
}

function through(estate, many) {
  const { ago } = estate;
  const child = (name, more) => environment(estate, `portainer/${name}`, { directory: "portainer", ...more });
  const all = [
    environment(estate, "portainer", {
      kind: "portainer",
      url: "portainer+https://portainer.example",
      freshness: "polling",
      detail: `${many} environments`,
      notices: [
        { kind: "password-in-answer", subject: "registry 3 (harbor)", words: "GET /api/registries gives a password in clear to every API key of an administrator; Regent passed over it", remedy: "update Portainer to a version that keeps it back, and let this registry's account there do no more than pull" },
        { kind: "stray-stack", subject: "stack monitoring", words: "it belongs to an environment that portainer.example doesn't list", remedy: "remove it there, or move it to an environment" },
      ],
    }),
    child("prod", { kind: "kubernetes", heard: "partly", heardSince: ago(5 * HOUR), why: "CronJobs of batch/v1 may not be listed (403): the ClusterRole lacks them", lift: "mend what `why` names; until then nothing that it could use is removed", detail: "214 pods, 38 deployments", nodes: ["node-a", "node-b"], notices: [{ kind: "failed-pull", subject: "shop/checkout", words: "the node node-b can't pull registry.example:5000/shop/checkout:1.9.1: 404 from the registry", remedy: "push the image again, or roll the deployment back" }] }),
    child("shop-staging", { freshness: "polling", freshnessWhy: "the stream of events was cut twice within a minute; tried again every 30 s" }),
    child("warehouse", { heard: "no", heardSince: ago(26 * HOUR), why: "dial tcp 10.7.0.3:2376: connection refused; is the engine running, and does its agent reach Portainer?", detail: "connection refused", observedAt: ago(26 * HOUR), ageSeconds: 93_600, freshness: "polling", remembered: 9, lift: "mend what `why` names; until then nothing that it could use is removed" }),
    child("reborn", { state: "changed", identity: "q8z1", why: "it calls itself q8z1 now and called itself a11c before", lift: "regent environment confirm portainer/reborn --reason TEXT", remembered: 21 }),
    child(`${"branch-office-with-a-very-long-name-".repeat(4)}x<b>1</b>`, { kind: "swarm", nodes: ["n1"] }),
  ];
  for (let i = 7; i <= many; i++) {
    const heard = i % 41 === 0 ? { heard: "no", heardSince: ago(i * HOUR), why: "its agent didn't answer for 30 s; look whether it is connected", observedAt: ago(i * HOUR), ageSeconds: i * 3600, remembered: i % 5 } : {};
    all.push(child(`site-${String(i).padStart(3, "0")}`, { kind: i % 3 === 0 ? "kubernetes" : "docker", freshness: i % 4 === 0 ? "polling" : "events", ...heard }));
  }
  return all;
}

const image = (estate, wanted, more = {}) => ({
  kind: "running",
  reference: `registry.example:5000/${wanted.repository}:${wanted.tags[0] ?? "none"}@${wanted.digest}`,
  digests: [wanted.digest],
  since: estate.ago(9 * DAY),
  held: "held",
  places: [{ registry: wanted.registry, repository: wanted.repository }],
  ...more,
});

const foreign = (estate, reference, more = {}) => ({ kind: "running", reference, digests: [digestOf(reference)], since: estate.ago(60 * DAY), held: "foreign", places: [], why: `${reference.split("/")[0]} is neither looked at nor approved`, ...more });

const missing = (estate, reference, more = {}) => ({ kind: "running", reference, digests: [digestOf(reference)], since: estate.ago(33 * DAY), held: "missing", places: [], why: `main/${reference.split("/").slice(1).join("/").split(":")[0]} doesn't have it; it was there and is gone`, ...more });

const workload = (environment, name, images, more = {}) => ({ environment, name, tier: { value: "production", source: "label env" }, conflicts: [], images, heardAt: new Date(Date.now() - 30_000).toISOString(), ageSeconds: 30, ...more });

function swarm(estate) {
  const used = estate.images.filter(({ usedBy }) => usedBy.length > 0);
  const all = used.map((one, index) =>
    workload(
      "prod-swarm",
      one.repository.replace("/", "_").slice(0, 60) + (index % 3 === 0 ? "" : `-${index}`),
      [image(estate, one), image(estate, one, { kind: "desired", since: estate.ago(9 * DAY + HOUR) }), ...(index % 2 === 0 ? [missing(estate, `registry.example:5000/${one.repository}:1.0.${index}`, { kind: "rollback" })] : [])],
      { space: one.repository.split("/")[0], team: { value: `team-${one.repository.split("/")[0]}`.slice(0, 40), source: "label team" } },
    ),
  );
  return [
    workload("prod-swarm", "monitoring_grafana", [foreign(estate, "docker.io/grafana/grafana:11.2.0")], { space: "monitoring", team: { value: "platform", source: "mapping rule 3 (line 12)" }, owner: { value: "olga@example.org", source: "label owner" } }),
    workload("prod-swarm", "edge_proxy", [foreign(estate, "ghcr.example/someone/proxy:latest", { container: "proxy" }), missing(estate, "registry.example:5000/platform/ingress:1.2.0", { container: "sidecar" })], { space: "edge", tier: { value: "unknown", source: "nobody says" }, conflicts: ["label team says “edge” and label owner-team says “network”: none counts"] }),
    ...all,
  ];
}

function cluster(estate) {
  const used = estate.images.filter(({ usedBy }) => usedBy.length > 0).slice(0, 5);
  return [
    workload("portainer/prod", "checkout", [missing(estate, "registry.example:5000/shop/checkout:1.9.1", { container: "app", places: [{ registry: "mirror", repository: "shop/checkout" }] }), ...used.map((one, index) => image(estate, one, { kind: index === 0 ? "desired" : "rollback", container: "app" })), foreign(estate, "quay.example/mesh/envoy:v1.31", { container: "istio-proxy" })], { space: "shop", team: { value: "team-shop", source: "namespace label team" } }),
    workload("portainer/prod", "safe\u202Egnp<script>alert(1)</script>", [foreign(estate, "docker.io/library/busybox:latest", { remembered: "the cluster was heard partly; it was seen an hour ago", since: estate.ago(2 * HOUR) })], { space: "default", tier: { value: "unknown", source: "nobody says" } }),
    workload("portainer/prod", "nightly-report", [{ kind: "declared", digests: [digestOf("id only")], since: estate.ago(DAY), held: "unknown", places: [], why: "it names no registry, and not all that are looked at were heard wholly" }], { space: "batch", tier: { value: "staging", source: "namespace shop-staging" } }),
  ];
}

function legacy(estate) {
  return [
    workload("host", "build-cache", [image(estate, estate.images[0], { kind: "stopped" })], { tier: { value: "development", source: "mapping rule 1 (line 4)" } }),
    workload("edge-host", "sensor", [image(estate, estate.images[1], { remembered: "edge-host was taken out of the configuration" })], { ageSeconds: 259_200 }),
  ];
}

/** Two or three in each of the many. */
function small(estate, environments) {
  const pool = estate.images.filter(({ verdict, registry }) => verdict === "keep" && registry === "main").slice(0, 40);
  return environments
    .filter(({ name, heard }) => name.startsWith("portainer/") && name !== "portainer/prod" && heard === "yes")
    .flatMap(({ name }, index) =>
      ["web", "worker", "cron"].slice(0, 2 + (index % 2)).map((word, number) => workload(name, `${word}-${index}`, [image(estate, pool[(index * 3 + number) % pool.length])], { space: "apps", tier: { value: TIERS[index % 3], source: index % 2 === 0 ? "Portainer group Production EU" : "label env" } })),
    );
}

function nodeImages(estate, environments, workloads) {
  return environments.flatMap(({ name, nodes }) =>
    nodes.flatMap((node, at) =>
      workloads
        .filter(({ environment: where }) => where === name)
        .flatMap(({ images }) => images)
        .filter(({ reference }, index) => reference !== undefined && (index + at) % 2 === 0)
        .map(({ reference, digests, kind }, index) => ({ environment: name, node, names: [reference.split("@")[0], ...(index % 9 === 4 ? [`registry.example:5000/old/${index}:before`] : [])], digests, size: (31 + ((index * 47) % 900)) * MIB, firstSeen: estate.ago((index + 3) * DAY), inUse: kind === "running", ...(kind === "running" ? { lastUsed: estate.ago(0) } : index % 3 === 0 ? {} : { lastUsed: estate.ago(index * DAY) }) })),
    ),
  );
}

function offers() {
  return [
    { by: "portainer", name: "Harbor (production)", host: "harbor.example", product: "Harbor", authenticated: true, environments: ["portainer/prod", "portainer/shop-staging"], grants: [], yaml: "  - name: harbor-production\n    url: https://harbor.example\n    credentials: {usernameFile: /run/secrets/harbor-production-user, passwordFile: /run/secrets/harbor-production-password}\n    environments: [portainer]\n" },
    { by: "portainer", name: "<i>odd</i>", host: "not a host", product: "custom", authenticated: false, environments: [], grants: [] },
  ];
}

/** Uses of an image as `/uses` tells them. */
export function usesOf({ workloads }, asked, current) {
  const digest = asked?.split("@")[1];
  const [repository, tag] = (asked ?? "").split("@")[0].split("/").slice(-2).join("/").split(":");
  const fits = (used) => asked === null || (digest !== undefined ? used.digests.includes(digest) : (used.reference ?? "").split("@")[0].endsWith(`${repository}:${tag}`));
  const now = workloads.flatMap((one) =>
    one.images.filter(fits).map(({ container, kind, reference, digests, since, remembered }) => ({ environment: one.environment, workload: one.space === undefined ? one.name : `${one.space}/${one.name}`, container, kind, reference, digests, from: since, protects: true, why: remembered, tier: one.tier.value, team: one.team?.value, owner: one.owner?.value, heardAt: one.heardAt, ageSeconds: one.ageSeconds })),
  );
  const before = now.slice(0, 1).map((use) => ({ ...use, environment: "old-lab", kind: "running", from: new Date(Date.parse(use.from) - 40 * DAY).toISOString(), to: use.from, protects: false }));
  return current ? now : [...now, ...before];
}
