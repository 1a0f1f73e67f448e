import { describe, expect, it } from "vitest";
import type { WhoAmI } from "../api/types";
import { matches, whyNot } from "./permissions";

const approver: WhoAmI = { name: "olga", role: "approver", registries: ["main", "team/*"], permissions: ["read", "propose", "pin", "approve", "carry-out"], singleAdministrator: false };

describe("permissions", () => {
  it("allow what the server lists, on registries that match", () => {
    expect(whyNot(approver, "approve", "main")).toBeUndefined();
    expect(whyNot(approver, "approve", "team/a")).toBeUndefined();
  });

  it("say which permission lacks, and who has it", () => {
    expect(whyNot(approver, "administer")).toBe("Needs the permission “administer” (role administrator or more); olga is approver.");
  });

  it("say which registry is not hers", () => {
    expect(whyNot(approver, "approve", "edge")).toBe("olga may not act on registry edge, only on main, team/*.");
    expect(whyNot(approver, "approve", "team/a/b")).toBeDefined();
  });

  it("know globs: * stays within /, ** crosses, all else is itself", () => {
    expect([matches("**", "a/b"), matches("*", "a/b"), matches("a.c", "abc"), matches("a/**", "a/b/c"), matches("main", "mainly")]).toEqual([true, false, false, true, false]);
  });
});
