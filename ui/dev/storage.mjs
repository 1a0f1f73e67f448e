// Where the bytes of the made-up estate lie, who grew, and what is waste.
import { digestOf } from "./estate.mjs";

const MIB = 1024 ** 2;
const DAY = 86_400_000;
const TEAMS = { shop: "team-shop", platform: "team-platform", data: "team-data" };

const fits = (query) => (one) => query.get("registry") === null || one.registry === undefined || one.registry === query.get("registry");
const down = (field) => (one, other) => other[field] - one[field];

function shares(estate) {
  return Object.entries(estate.repositories).flatMap(([registry, all]) =>
    all.map(({ name, tags, manifests, bytes }, place) => ({
      name,
      registry,
      tags,
      manifests,
      bytes: Math.round(bytes),
      exclusiveBytes: Math.round(bytes * 0.55),
      attributedBytes: Math.round(bytes * 0.7),
      ...(registry === "main" ? { pulls: place % 5 === 4 ? 0 : (place * 37) % 400, pullsSince: new Date(estate.now - 40 * DAY).toISOString().slice(0, 10) } : {}),
    })),
  );
}

function summed(rows, key) {
  const sums = new Map();
  for (const row of rows) {
    const named = key(row);
    const id = JSON.stringify(named);
    const sum = sums.get(id) ?? { ...named, tags: 0, manifests: 0, bytes: 0, exclusiveBytes: 0, attributedBytes: 0 };
    if (named.registry !== undefined && row.pulls !== undefined) {
      sum.pulls = (sum.pulls ?? 0) + row.pulls;
      sum.pullsSince = row.pullsSince;
    }
    for (const field of ["tags", "manifests", "bytes", "exclusiveBytes", "attributedBytes"]) {
      sum[field] += row[field];
    }
    sums.set(id, sum);
  }
  return [...sums.values()];
}

const teamOf = ({ name }) => {
  const team = TEAMS[name.split("/")[0]];
  return team === undefined ? {} : { name: team };
};
const BASES = [
  { known: "annotation", name: "docker.io/library/debian:13-slim" },
  { known: "layer", digest: digestOf("layer alpine"), foundIn: "base/alpine" },
  { known: "layer", digest: digestOf("layer jre") },
  { known: "own" },
  { known: "none" },
];

export function storage(estate, query) {
  const rows = shares(estate).filter(fits(query));
  switch (query.get("by") ?? "repository") {
    case "registry":
      return summed(rows, ({ registry }) => ({ name: registry, registry })).toSorted(down("attributedBytes"));
    case "team":
      return summed(rows, teamOf).toSorted(down("attributedBytes"));
    case "base":
      return summed(rows, ({ name }) => BASES[name.length % BASES.length]).toSorted(down("attributedBytes"));
    default:
      return rows.toSorted(down("attributedBytes"));
  }
}

/** A week of days, and before that one day a week. */
export function growth(estate, query) {
  const days = [70, 63, 56, 49, 42, 35, 28, 21, 14, 7, 6, 5, 4, 3, 2, 1, 0].filter((day) => day < Number(query.get("days") ?? 90));
  const rows = storage(estate, new URLSearchParams({ by: query.get("by") ?? "registry", ...(query.get("registry") === null ? {} : { registry: query.get("registry") }) }));
  return rows
    .map(({ name, registry, tags, manifests, attributedBytes }, place) => {
      const points = days.map((day) => {
        const part = 1 - (day / 70) * (place % 4 === 3 ? -0.3 : 0.45 - 0.1 * (place % 4)) + (day % 3) * 0.004;
        const bytes = Math.round(attributedBytes * part);
        return { day: new Date(estate.now - day * DAY).toISOString().slice(0, 10), tags: Math.round(tags * part), manifests: Math.round(manifests * part), bytes, attributedBytes: bytes };
      });
      return { ...(name === undefined ? {} : { name }), ...(registry === undefined ? {} : { registry }), grewBytes: (points.at(-1)?.attributedBytes ?? 0) - (points[0]?.attributedBytes ?? 0), points };
    })
    .filter(({ points }) => points.length > 0)
    .toSorted(down("grewBytes"));
}

export function layers(estate, query) {
  const repositories = shares(estate).filter(fits(query)).slice(0, 30);
  return repositories
    .map(({ name, registry }, place) => ({
      registry,
      digest: digestOf(`layer ${name}`),
      mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
      bytes: Math.round((900 / (place + 1)) * MIB),
      images: 1 + ((place * 7) % 40),
      repositories: place % 3 === 0 ? 3 : 1,
      ...(place % 3 === 0 ? {} : { onlyIn: name }),
      workloads: (place * 5) % 7,
      newest: estate.ago(place * 9 * DAY),
    }))
    .filter((one, place) => (query.get("onlyOld") === "true" ? place % 4 === 2 : true) && (query.get("exclusive") === "true" ? one.onlyIn !== undefined : true));
}

export function sprawl(estate, query) {
  return shares(estate)
    .filter(fits(query))
    .map(({ name, registry, tags }, place) => ({
      registry,
      repository: name,
      tags,
      tagged: Math.max(1, Math.round(tags * 0.6)),
      surplusTags: Math.max(0, tags - Math.max(1, Math.round(tags * 0.6))),
      mostTags: 1 + (place % 5),
      unmoved: Math.round(tags * 0.4),
      ...(registry === "main" ? { untagged: place % 4, untaggedBytes: (place % 4) * 40 * MIB } : {}),
      repeatedLayers: place % 6 === 1 ? 3 : 0,
      repeatedBytes: place % 6 === 1 ? 96 : 0,
    }))
    .toSorted(down("surplusTags"));
}

export function orphans(estate, query) {
  return estate.registries.filter(({ name }) => query.get("registry") === null || name === query.get("registry")).flatMap(({ name: registry }, place) =>
    place > 0
      ? [{ registry, kind: "unknown", count: 0, bytes: 0, why: "it is read over /v2/, which shows neither blobs that belong to nothing nor pushes that broke off; name the registry's folder with `storage:` to see them" }]
      : [
          { registry, kind: "blobs", count: 12, bytes: 640 * MIB, seenAt: estate.ago(60_000) },
          { registry, kind: "uploads", count: 2, bytes: 210 * MIB, seenAt: estate.ago(60_000) },
          ...Array.from({ length: 12 }, (_, number) => ({ registry, kind: "blob", name: digestOf(`orphan ${number}`), count: 1, bytes: Math.round((320 / (number + 1)) * MIB), since: estate.ago(number * 3 * DAY), seenAt: estate.ago(60_000) })),
          { registry, kind: "upload", repository: "data/pipeline", name: "2c1d9a47-6d2f-4f0e-8c39-0d8a6b1f8a11", count: 1, bytes: 200 * MIB, since: estate.ago(9 * DAY), seenAt: estate.ago(60_000) },
          { registry, kind: "upload", repository: "shop/web", name: "7b0f2f0e-1a57-4f5e-9a4c-5d3c2b1a0f99", count: 1, bytes: 10 * MIB, since: estate.ago(600_000), seenAt: estate.ago(60_000) },
        ],
  );
}
