import type { Permission, RoleName, WhoAmI } from "../api/types";

const LEAST: Record<Permission, RoleName> = {
  read: "viewer",
  propose: "proposer",
  approve: "approver",
  "carry-out": "approver",
  pin: "proposer",
  administer: "administrator",
  notify: "notifier",
};

/** Why this token can't do that, in words; undefined where it can. The server decides; this only says it earlier. */
export function whyNot(who: WhoAmI, permission: Permission, registry?: string): string | undefined {
  if (!who.permissions.includes(permission)) {
    return `Needs the permission “${permission}” (role ${LEAST[permission]} or more); ${who.name} is ${who.role}.`;
  }
  if (registry !== undefined && !who.registries.some((glob) => matches(glob, registry))) {
    return `${who.name} may not act on registry ${registry}, only on ${who.registries.join(", ")}.`;
  }
  return undefined;
}

/** `*` stays within `/`, `**` crosses. */
export function matches(glob: string, name: string): boolean {
  const pattern = glob
    .split("**")
    .map((part) => part.split("*").map(escape).join("[^/]*"))
    .join(".*");
  return new RegExp(`^${pattern}$`, "u").test(name);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
