import { describe, expect, it } from "vitest";
import { anEnvironment } from "../testing/environments";
import { byBlindness, fits, grouped, inProduction, isBlind, liftInWords, verdictOn } from "./order";
import { environmentPath, exactly, usesPath } from "./paths";

describe("environments in their order", () => {
  it("have first what is least seen, and last what is retired", () => {
    const all = [
      anEnvironment({ name: "retired", state: "retired", heard: "no" }),
      anEnvironment({ name: "calm" }),
      anEnvironment({ name: "shrunk", state: "shrunk" }),
      anEnvironment({ name: "partly", heard: "partly" }),
      anEnvironment({ name: "never", heard: "never" }),
      anEnvironment({ name: "dead", heard: "no" }),
    ];
    expect(all.toSorted(byBlindness).map(({ name }) => name)).toEqual(["dead", "never", "partly", "shrunk", "calm", "retired"]);
  });

  it("are grouped by what leads to them, which is no member of its own", () => {
    const all = [
      anEnvironment({ name: "host" }),
      anEnvironment({ name: "portainer", kind: "portainer" }),
      anEnvironment({ name: "portainer/b", directory: "portainer" }),
      anEnvironment({ name: "portainer/a", directory: "portainer", heard: "no" }),
    ];
    expect(grouped(all, () => true).map(({ directory, itself, members }) => [directory, itself?.name, members.map(({ name }) => name)])).toEqual([
      ["portainer", "portainer", ["portainer/a", "portainer/b"]],
      [undefined, undefined, ["host"]],
    ]);
  });

  it("keep a group only while something of it is wanted", () => {
    const all = [anEnvironment({ name: "host" }), anEnvironment({ name: "portainer", kind: "portainer" }), anEnvironment({ name: "portainer/a", directory: "portainer" })];
    expect(grouped(all, ({ name }) => name === "host").map(({ directory }) => directory)).toEqual([undefined]);
    expect(grouped(all, ({ name }) => name === "portainer").map(({ directory, members }) => [directory, members])).toEqual([["portainer", []]]);
  });

  it("are found by name, kind, address, directory and why, and by what they are", () => {
    const one = anEnvironment({ name: "portainer/prod", directory: "portainer", why: "CronJobs refused (403)", heard: "partly", tiers: { unknown: 1 } });
    expect(["PROD", "swarm", "10.0.0.4", " cronjobs "].map((text) => fits(one, text, "all"))).toEqual([true, true, true, true]);
    expect(fits(one, "nothing like it", "all")).toBe(false);
    expect((["all", "blind", "production", "retired"] as const).map((show) => fits(one, "", show))).toEqual([true, true, true, false]);
  });

  it("count what nobody says of as production", () => {
    expect(inProduction({ tiers: { production: 2, unknown: 3, staging: 5 } })).toBe(5);
    expect(inProduction({ tiers: {} })).toBe(0);
  });

  it("wait for the word that the server would take, and for no other", () => {
    expect((["watched", "remembered", "changed", "shrunk", "retired"] as const).map((state) => verdictOn({ state }))).toEqual([undefined, "retire", "confirm", "confirm", undefined]);
  });

  it("say how a blind spot ends, and nothing where there is none", () => {
    expect(liftInWords(anEnvironment({ heard: "partly" }))).toContain("Mend that");
    expect(liftInWords(anEnvironment({ state: "remembered", heard: "no" }))).toContain("Retire it");
    expect([liftInWords(anEnvironment()), isBlind(anEnvironment({ state: "retired", heard: "no" }))]).toEqual([undefined, false]);
  });
});

describe("addresses", () => {
  const digest = `sha256:${"a".repeat(64)}`;

  it("carry names with slashes", () => {
    expect(environmentPath("portainer/a b")).toBe("/environments/portainer%2Fa%20b");
    expect(usesPath("a/b:1", true)).toBe("/uses?image=a%2Fb%3A1&ever=yes");
  });

  it("ask for a digest without the tag, whatever port and tag the name has", () => {
    expect(exactly("registry.example:5000/shop/web:1.0", digest)).toBe(`registry.example:5000/shop/web@${digest}`);
    expect(exactly("registry.example:5000/shop/web", digest)).toBe(`registry.example:5000/shop/web@${digest}`);
    expect(exactly(`shop/web:1.0@${digest}`, undefined)).toBe(`shop/web@${digest}`);
    expect(exactly("shop/web:1.0", undefined)).toBe("shop/web:1.0");
    expect(exactly(undefined, digest)).toBeUndefined();
  });
});
