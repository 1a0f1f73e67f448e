// Answers as the server's REST interface does, from a made-up estate. For building and testing the console only.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { routesOf } from "./routes.mjs";
import { makeWorld } from "./world.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const TOKENS = { rgt_admin: "admin", rgt_approver: "olga", rgt_viewer: "guest" };

/**
 * @param options `port` (0: any), `empty` (nothing configured), `pace` (milliseconds a step), `dist` (folder of the built
 *     console), `drop` (break the first event stream after so many events), `crowd` (so many environments)
 * @returns {Promise<{url: string, world: object, close: () => Promise<void>}>}
 */
export async function start({ port = 0, empty = false, pace = 250, dist, drop, crowd } = {}) {
  const world = makeWorld({ empty, pace, drop, crowd });
  const routes = routesOf(world);
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://server");
    if (url.pathname.startsWith("/api/v1/")) {
      void answer(routes, world, request, response, url);
    } else {
      file(dist, request, response, url.pathname);
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    world,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

async function answer(routes, world, request, response, url) {
  const who = world.who((request.headers.authorization ?? "").replace(/^Bearer /, ""));
  if (who === undefined) {
    response.setHeader("WWW-Authenticate", "Bearer");
    problem(response, 401, "Not signed in", "This takes a bearer token that is known and not expired; the first one is in DIR/admin-token.");
    return;
  }
  const path = url.pathname.slice("/api/v1".length);
  for (const [method, pattern, permission, handler] of routes) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (match === null) {
      continue;
    }
    if (!who.permissions.includes(permission)) {
      problem(response, 403, "Not allowed", `${request.method} ${path} needs the permission "${permission}", which ${who.name} (${who.role}) lacks; ask an administrator.`);
      return;
    }
    if (request.method !== "GET" && request.headers["idempotency-key"] === undefined) {
      problem(response, 400, "Bad request", "The header Idempotency-Key is missing.");
      return;
    }
    try {
      const body = await bodyOf(request);
      const result = await handler({ who, body, query: url.searchParams, params: match.slice(1).map(decodeURIComponent), request, response });
      if (result !== undefined) {
        json(response, result.status ?? 200, result.body, result.type);
      }
    } catch (error) {
      problem(response, error.status ?? 500, error.title ?? "The server failed", error.message, error.reasons);
    }
    return;
  }
  problem(response, 404, "Not found", `There is nothing at ${path}; the interface is described at /api/v1/openapi.`);
}

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
  }
  return text === "" ? undefined : JSON.parse(text);
}

function json(response, status, body, type = "application/json") {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

function problem(response, status, title, detail, reasons) {
  json(response, status, { type: "about:blank", title, status, detail, reasons }, "application/problem+json");
}

function file(dist, request, response, pathname) {
  const wanted = dist === undefined ? undefined : join(dist, normalize(pathname));
  const found = wanted !== undefined && pathname !== "/" && extname(pathname) !== "" && existsSync(wanted);
  const page = dist !== undefined && (request.headers.accept ?? "").includes("text/html");
  if (!found && !page) {
    response.writeHead(404).end();
    return;
  }
  const path = found ? wanted : join(dist, "index.html");
  response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" });
  createReadStream(path).pipe(response);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => process.argv[process.argv.indexOf(name) + 1];
  const port = process.argv.includes("--port") ? Number(option("--port")) : 8480;
  const dist = process.argv.includes("--dist") ? option("--dist") : undefined;
  const { url } = await start({ port, dist, empty: process.argv.includes("--empty") });
  console.log(`A made-up server answers at ${url}; sign in with one of: ${Object.keys(TOKENS).join(", ")}`);
}
