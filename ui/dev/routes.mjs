// One line a route: method, path, permission, what is answered.
import { randomBytes } from "node:crypto";
import { gcOf, headOf, isFinal, shown } from "./acting.mjs";
import { makePlan } from "./estate.mjs";
import { usesOf } from "./running.mjs";
import { growth, layers, orphans, sprawl, storage } from "./storage.mjs";
import { planHead } from "./world.mjs";

function fail(status, title, detail, reasons) {
  return Object.assign(new Error(detail), { status, title, reasons });
}

function page(all, query) {
  const limit = Math.min(1000, Number(query.get("limit") ?? 100));
  const from = Number(query.get("cursor") ?? 0);
  const next = from + limit < all.length ? { next: String(from + limit) } : {};
  return { body: { items: all.slice(from, from + limit), ...next } };
}

function needed(body, field = "reason") {
  const value = body?.[field];
  if (typeof value !== "string" || value.trim() === "") {
    throw fail(400, "Bad request", `The field "${field}" is missing: say it in the body, for example {"${field}": "…"}.`);
  }
  return value;
}

export function routesOf(world) {
  const { estate, executions } = world;
  const named = (list, key, value, what) => list.find((one) => one[key] === value) ?? raise(fail(404, "Not found", `There is no ${what} ${value}.`));
  const planOf = (digest) => world.plans.find((plan) => plan.digest.startsWith(digest) || plan.digest.slice(7).startsWith(digest)) ?? raise(fail(404, "Not found", `There is no plan ${digest}.`));
  const whole = (execution) => ({ ...headOf(execution), steps: execution.steps.map(shown), gc: execution.gc, undo: execution.undo });
  return [
    ["GET", /^\/whoami$/, "read", ({ who }) => ({ body: who })],
    ["GET", /^\/sources$/, "read", ({ query }) => page(estate.sources, query)],
    ["GET", /^\/registries$/, "read", ({ query }) => page(estate.registries, query)],
    ["GET", /^\/registries\/offered$/, "read", ({ query }) => page(estate.offers, query)],
    ["GET", /^\/registries\/([^/]+)$/, "read", ({ params: [name] }) => ({ body: named(estate.registries, "name", name, "registry") })],
    ["GET", /^\/registries\/([^/]+)\/repositories$/, "read", ({ params: [name], query }) => page(estate.repositories[name] ?? [], query)],
    ["GET", /^\/registries\/([^/]+)\/gc$/, "read", ({ params: [name] }) => ({ body: gcOf(name, executions.all.filter(({ registry }) => registry === name).reduce((sum, { freedBytes }) => sum + freedBytes, 0), []) })],
    ["POST", /^\/registries\/([^/]+)\/look$/, "propose", ({ params: [name], who }) => look(world, named(estate.registries, "name", name, "registry"), who)],
    ...Object.entries({ storage, growth, layers, sprawl, orphans }).map(([name, of]) => ["GET", new RegExp(`^/estate/${name}$`), "read", ({ query }) => page(of(estate, query), query)]),
    ["GET", /^\/images$/, "read", ({ query }) => page(estate.images.filter((image) => asked(image, query)), query)],
    ["GET", /^\/images\/explain$/, "read", ({ query }) => ({ body: explain(world, query) })],
    ["GET", /^\/environments$/, "read", ({ query }) => page(estate.environments, query)],
    ["GET", /^\/environments\/([^/]+)$/, "read", ({ params: [name], query }) => ({ body: { environment: named(estate.environments, "name", name, "environment"), workloads: page(estate.workloads.filter(({ environment }) => environment === name), query).body } })],
    ["GET", /^\/workloads$/, "read", ({ query }) => page(estate.workloads.filter((one) => wanted(one, query)), query)],
    ["GET", /^\/uses$/, "read", ({ query }) => page(usesOf(estate, query.get("image"), query.get("current") !== "false"), query)],
    ["GET", /^\/node-images$/, "read", ({ query }) => page(estate.nodeImages.filter((one) => ["environment", "node"].every((name) => !query.get(name) || one[name] === query.get(name))), query)],
    ["POST", /^\/environments\/([^/]+)\/(retire|confirm)$/, "administer", ({ params: [name, verb], body, who }) => judge(world, named(estate.environments, "name", name, "environment"), verb, needed(body), who)],
    ["GET", /^\/policies$/, "read", ({ query }) => page(estate.policies, query)],
    ["GET", /^\/plans$/, "read", ({ query }) => page(world.plans.filter(({ registry }) => query.get("registry") === null || registry === query.get("registry")).map(planHead), query)],
    ["GET", /^\/plans\/([^/]+)$/, "read", ({ params: [digest] }) => ({ body: planOf(digest) })],
    ["POST", /^\/plans$/, "propose", ({ body, who }) => propose(world, body, who)],
    ["POST", /^\/plans\/([^/]+)\/approvals$/, "approve", ({ params: [digest], body, who }) => approve(world, planOf(digest), body, who)],
    ["DELETE", /^\/approvals\/([^/]+)$/, "approve", ({ params: [id], body, who }) => withdraw(world, id, body, who)],
    ["GET", /^\/approvals$/, "read", ({ query }) => page(world.plans.flatMap(({ approval }) => (approval === undefined ? [] : [approval])), query)],
    ["GET", /^\/executions$/, "read", ({ query }) => page(executions.all.map(headOf), query)],
    ["POST", /^\/executions$/, "carry-out", ({ body, who }) => execute(world, body, who)],
    ["GET", /^\/executions\/([^/]+)$/, "read", ({ params: [id] }) => ({ body: whole(named(executions.all, "execution", id, "execution")) })],
    ["POST", /^\/executions\/([^/]+)\/stop$/, "carry-out", ({ params: [id], body, who }) => stop(world, named(executions.all, "execution", id, "execution"), needed(body), who)],
    ["GET", /^\/executions\/([^/]+)\/events$/, "read", ({ params: [id], request, response }) => {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      executions.listen(named(executions.all, "execution", id, "execution"), response, request.headers["last-event-id"], world.drops.shift());
    }],
    ["GET", /^\/pins$/, "read", ({ query }) => page(estate.pins, query)],
    ["POST", /^\/pins$/, "pin", ({ body, who }) => pin(world, body, who)],
    ["DELETE", /^\/pins\/([^/]+)$/, "pin", ({ params: [id], body, who }) => {
      const gone = named(estate.pins, "id", id, "pin");
      estate.pins.splice(estate.pins.indexOf(gone), 1);
      world.record(who.name, "unpinned", gone.image, { reason: needed(body) });
      return { status: 204 };
    }],
    ["GET", /^\/tokens$/, "administer", ({ query }) => page(estate.tokens, query)],
    ["POST", /^\/tokens$/, "administer", ({ body, who }) => addToken(world, body, who)],
    ["DELETE", /^\/tokens\/([^/]+)$/, "administer", ({ params: [id], who }) => {
      const token = named(estate.tokens, "id", id, "token");
      token.revoked = true;
      world.record(who.name, "token-revoked", token.name);
      return { status: 204 };
    }],
    ["GET", /^\/audit$/, "read", ({ query }) => {
      const after = Number(query.get("after") ?? 0);
      const items = world.audit.slice(after, after + Number(query.get("limit") ?? 100));
      return { body: { items, head: { sequence: world.audit.length, hash: world.audit.at(-1)?.hash ?? "" } } };
    }],
    ["GET", /^\/audit\/export$/, "read", ({ response }) => {
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      response.end(world.audit.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    }],
    ["GET", /^\/undo$/, "read", () => ({ body: { items: [], totalBytes: executions.all.reduce((sum, { undo }) => sum + undo.bytesKept, 0), limitBytes: 10 * 1024 ** 3 } })],
    ["GET", /^\/doctor$/, "read", ({ query }) => page(estate.checks, query)],
    ["GET", /^\/events$/, "read", ({ response }) => {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write(": listening\n\n");
      world.watchers.add(response);
      response.on("close", () => world.watchers.delete(response));
    }],
  ];
}

function raise(error) {
  throw error;
}

function asked(image, query) {
  const is = (name) => (query.get(name) ?? "") === "" || image[name] === query.get(name);
  const q = (query.get("q") ?? "").toLowerCase();
  return is("registry") && is("repository") && is("verdict") && `${image.repository} ${image.tags.join(" ")} ${image.digest} ${image.reason}`.toLowerCase().includes(q);
}

function explain({ estate, plans }, query) {
  const [repository, digest] = query.get("image").split("@");
  const matches = estate.images
    .filter((image) => image.repository === repository && image.digest === digest)
    .map(({ bytes: _bytes, lastSeen: _lastSeen, usedBy, ...image }) => ({
      ...image,
      heldBy: [],
      holds: [image.digest.replace(/.$/, "a"), image.digest.replace(/.$/, "b")],
      usedBy: usedBy.map((use) => ({ environment: "prod-swarm", workload: use.split(": ")[1], kind: "running", since: estate.ago(86_400_000) })),
      pins: [],
      plan: plans.find(({ steps }) => steps.some((step) => step.digest === image.digest))?.digest,
    }));
  return { image: query.get("image"), matches };
}

function wanted({ environment, name, space = "", tier, team, images }, query) {
  const is = (key, ...values) => !query.get(key) || values.includes(query.get(key));
  const q = (query.get("q") ?? "").toLowerCase();
  const text = `${name} ${space} ${images.map(({ reference }) => reference).join(" ")}`.toLowerCase();
  return is("environment", environment) && is("tier", tier.value, tier.value === "unknown" ? "production" : "") && is("team", team?.value) && is("held", ...images.map(({ held }) => held)) && text.includes(q);
}

function look(world, registry, who) {
  setTimeout(() => {
    registry.observedAt = new Date().toISOString();
    world.tell("observation", { registry: registry.name });
  }, 700);
  world.record(who.name, "look-asked", registry.name);
  return { status: 202, body: { observation: "o-1" } };
}

function judge(world, environment, verb, reason, who) {
  environment.state = verb === "retire" ? "retired" : "watched";
  environment.remembered = 0;
  environment.why = undefined;
  const source = world.estate.sources.find(({ name, kind }) => kind === "environment" && name === environment.name);
  Object.assign(source ?? {}, { state: environment.state, protecting: 0 });
  world.record(who.name, `environment-${verb}d`.replace("confirmd", "confirmed"), environment.name, { reason });
  world.tell("observation");
  return { body: environment };
}

function propose(world, body, who) {
  const name = needed(body, "registry");
  if (body.policy?.includes("\t")) {
    throw fail(400, "The policy can't be read", "policy, line 1, column 1: a tab can't indent YAML; use spaces.");
  }
  const plan = makePlan(world.estate, name, { proposer: who.name, madeAt: new Date().toISOString(), images: body.images });
  const same = world.plans.find(({ digest }) => digest === plan.digest);
  if (same !== undefined) {
    return { status: 200, body: planHead(same) };
  }
  world.plans.unshift(plan);
  world.record(who.name, "plan-proposed", name, { plan: plan.digest, detail: `${plan.steps.length} steps` });
  world.tell("plan", { digest: plan.digest });
  return { status: 201, body: planHead(plan) };
}

function approve(world, plan, body, who) {
  const reason = needed(body);
  const reasons = [...plan.whyNot, ...(plan.large && body.allowLarge !== true ? ["it is large: say allowLarge if that is meant"] : [])];
  if (plan.state !== "open" || reasons.length > 0) {
    throw fail(409, "It can't be approved", `Plan ${plan.digest.slice(7, 19)} can't be approved.`, reasons.length > 0 ? reasons : [`it is ${plan.state}`]);
  }
  plan.state = "approved";
  plan.approval = { id: `a-${world.audit.length}`, by: who.name, reason, at: new Date().toISOString(), until: world.estate.ahead(86_400_000) };
  world.record(who.name, "plan-approved", plan.registry, { plan: plan.digest, reason });
  world.tell("plan", { digest: plan.digest });
  return { status: 201, body: { plan: plan.digest, approval: plan.approval.id, by: who.name, until: plan.approval.until } };
}

function withdraw(world, id, body, who) {
  const plan = world.plans.find(({ approval }) => approval?.id === id) ?? raise(fail(404, "Not found", `There is no approval ${id}.`));
  plan.state = "open";
  plan.approval = undefined;
  world.record(who.name, "approval-withdrawn", plan.registry, { plan: plan.digest, reason: body?.reason });
  world.tell("plan", { digest: plan.digest });
  return { status: 204 };
}

function execute(world, body, who) {
  const { executions } = world;
  const busy = executions.all.some((one) => !isFinal(one));
  if (busy) {
    throw fail(409, "One at a time", "Another execution runs on this registry; wait until it has ended or stop it.");
  }
  if (body.undo !== undefined) {
    const undone = executions.all.find(({ execution }) => execution === body.undo) ?? raise(fail(404, "Not found", `There is no execution ${body.undo}.`));
    const begun = executions.undo(undone, body.images, who.name, needed(body));
    world.record(who.name, "undo-begun", begun.execution, { reason: begun.reason });
    return { status: 202, body: headOf(begun) };
  }
  const plan = world.plans.find(({ digest }) => digest === body.plan) ?? raise(fail(404, "Not found", `There is no plan ${body.plan}.`));
  if (plan.approval === undefined) {
    throw fail(409, "Not approved", "The plan has no approval; approve it first.");
  }
  const begun = executions.apply(plan, who.name);
  plan.executions.push({
    id: begun.execution,
    get state() {
      return begun.state;
    },
  });
  world.record(who.name, "execution-begun", begun.execution, { plan: plan.digest, reason: plan.approval.reason });
  world.tell("execution", { execution: begun.execution });
  return { status: 202, body: headOf(begun) };
}

function stop(world, execution, reason, who) {
  if (isFinal(execution)) {
    throw fail(409, "It has ended", `Execution ${execution.execution} is ${execution.state}.`);
  }
  execution.stopReason = reason;
  world.record(who.name, "execution-stopped", execution.execution, { reason });
  return { status: 202, body: headOf(execution) };
}

function pin(world, body, who) {
  const made = { id: `pin-${world.audit.length}`, image: needed(body, "image"), reason: needed(body), owner: body.owner, until: body.until, source: "api", by: who.name, at: new Date().toISOString() };
  world.estate.pins.push(made);
  world.record(who.name, "pinned", made.image, { reason: made.reason });
  return { status: 201, body: made };
}

function addToken(world, body, who) {
  const token = `rgt_${randomBytes(24).toString("base64url")}`;
  const days = /^P(\d+)D$/.exec(body.expiresIn ?? "")?.[1];
  const made = { id: `tok-${world.audit.length}`, name: needed(body, "name"), role: body.role, registries: body.registries ?? ["**"], createdAt: new Date().toISOString(), ...(days === undefined ? {} : { expires: world.estate.ahead(Number(days) * 86_400_000) }), revoked: false };
  world.estate.tokens.push(made);
  world.people.set(token, { name: made.name, role: made.role, registries: made.registries });
  world.record(who.name, "token-made", made.name, { detail: made.role });
  return { status: 201, body: { ...made, token } };
}
