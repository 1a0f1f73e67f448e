import { describe, expect, it } from "vitest";
import { json, problem, serve } from "../testing/server";
import { Client, newKey } from "./client";
import { Problem } from "./problem";

const failure = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error);

describe("the client", () => {
  it("sends the token in a header and never in the address", async () => {
    const log = serve({ "GET /plans": json({ items: [] }) });
    await new Client("rgt_secret").get("/plans", { registry: "main", cursor: undefined });
    expect(log[0]?.headers.get("Authorization")).toBe("Bearer rgt_secret");
    expect(log[0]?.path).toBe("/plans?registry=main");
  });

  it("makes text from far sides plain before anything sees it", async () => {
    serve({ "GET /images": json({ items: [{ tags: ["a\u202Eb"] }] }) });
    expect(await new Client("t").get("/images")).toEqual({ items: [{ tags: ["a<U+202E>b"] }] });
  });

  it("gives what a problem says, with its reasons", async () => {
    serve({ "POST /plans/x/approvals": problem(409, "It can't be approved.", { reasons: ["too large"] }) });
    const error = await failure(new Client("t").send("/plans/x/approvals", { method: "POST", body: {} }));
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ status: 409, detail: "It can't be approved.", reasons: ["too large"] });
  });

  it("says so in words when something else than the server answers", async () => {
    serve({ "GET /plans": new Response("<html>Bad gateway</html>", { status: 502, statusText: "Bad Gateway" }) });
    expect(await failure(new Client("t").get("/plans"))).toMatchObject({ status: 502, detail: "The server answered 502 Bad Gateway." });
  });

  it("says so in words when nobody answers", async () => {
    serve({ "GET /plans": () => Promise.reject(new TypeError("Failed to fetch")) });
    expect(await failure(new Client("t").get("/plans"))).toMatchObject({ status: 0, title: "The server does not answer" });
  });

  it("tells when the token is refused", async () => {
    serve({ "GET /plans": problem(401, "who are you?") });
    let refused = 0;
    await failure(new Client("t", () => refused++).get("/plans"));
    expect(refused).toBe(1);
  });

  it("sends writes with an idempotency key, and takes an empty answer", async () => {
    const log = serve({ "DELETE /pins/p": () => new Response(null, { status: 204 }), "POST /pins": json({}, 201) });
    const client = new Client("t");
    expect(await client.send("/pins/p", { method: "DELETE", body: { reason: "r" }, key: "k" })).toBeUndefined();
    await client.send("/pins", { method: "POST", body: {} });
    expect(log[0]).toMatchObject({ body: { reason: "r" } });
    expect(log[0]?.headers.get("Idempotency-Key")).toBe("k");
    expect(log[1]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });

  it("follows the cursor to the end, and says where it stopped short", async () => {
    const answer = ({ path }: { path: string }) => {
      const from = Number(new URLSearchParams(path.split("?")[1]).get("cursor") ?? 0);
      return json({ items: [from, from + 1], ...(from < 4 ? { next: String(from + 2) } : {}) });
    };
    serve({ "GET /numbers": answer });
    expect(await new Client("t").all("/numbers")).toEqual({ items: [0, 1, 2, 3, 4, 5], whole: true });
    expect(await new Client("t").all("/numbers", {}, 3)).toEqual({ items: [0, 1, 2, 3], whole: false });
  });
});
