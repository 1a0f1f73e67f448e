import type { Environment } from "../api/types";

export const SHOWS = ["all", "blind", "production", "retired"] as const;
export type Show = (typeof SHOWS)[number];

/** What a person can say about an environment that isn't what it was. */
export function verdictOn({ state }: Pick<Environment, "state">): "confirm" | "retire" | undefined {
  switch (state) {
    case "changed":
    case "shrunk":
      return "confirm";
    case "remembered":
      return "retire";
    default:
      return undefined;
  }
}

/** Something about it isn't seen: it wasn't heard wholly, or isn't what it was. */
export function isBlind(environment: Environment): boolean {
  return environment.state !== "retired" && (environment.heard !== "yes" || verdictOn(environment) !== undefined);
}

const HEARD = ["no", "never", "partly", "yes"];

/** What is least seen first. */
export function byBlindness(one: Environment, other: Environment): number {
  const rank = (environment: Environment) =>
    environment.state === "retired" ? 9 : isBlind(environment) ? HEARD.indexOf(environment.heard) : 8;
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}

/** Workloads that are production, or count as it since nobody says what they are. */
export function inProduction({ tiers }: Pick<Environment, "tiers">): number {
  return (tiers.production ?? 0) + (tiers.unknown ?? 0);
}

export function fits(environment: Environment, text: string, show: Show): boolean {
  const { name, kind, url, directory = "", state, why = "" } = environment;
  const shown = {
    all: state !== "retired",
    blind: isBlind(environment),
    production: state !== "retired" && inProduction(environment) > 0,
    retired: state === "retired",
  }[show];
  const wanted = text.trim().toLowerCase();
  return shown && (wanted === "" || [name, kind, url, directory, why].some((one) => one.toLowerCase().includes(wanted)));
}

/** The names of those that lead to others. */
export function directoriesOf(environments: Environment[]): Set<string> {
  return new Set(environments.flatMap(({ directory }) => (directory === undefined ? [] : [directory])));
}

/** Whether it only leads to others, and runs nothing itself. */
export function isDirectory(environment: Environment, directories: Set<string>): boolean {
  return environment.directory === undefined && (environment.kind === "portainer" || directories.has(environment.name));
}

/** Environments that one directory leads to, or those that are configured by themselves. */
export interface Group {
  directory?: string;
  /** How the directory itself is heard. */
  itself?: Environment;
  members: Environment[];
}

/** By directory, groups and members with what is least seen first. A directory counts as no member of its own. */
export function grouped(environments: Environment[], wanted: (one: Environment) => boolean): Group[] {
  const directories = directoriesOf(environments);
  const groups = new Map<string, Group>();
  for (const environment of environments) {
    const leads = isDirectory(environment, directories);
    const directory = leads ? environment.name : environment.directory;
    const group = groups.get(directory ?? "") ?? { ...(directory === undefined ? {} : { directory }), members: [] };
    groups.set(directory ?? "", group);
    if (leads) {
      group.itself = environment;
    } else if (wanted(environment)) {
      group.members.push(environment);
    }
  }
  const worst = ({ itself, members }: Group) => [...(itself === undefined ? [] : [itself]), ...members].toSorted(byBlindness)[0];
  return [...groups.values()]
    .filter(({ itself, members }) => members.length > 0 || (itself !== undefined && wanted(itself)))
    .map((group) => ({ ...group, members: group.members.toSorted(byBlindness) }))
    .toSorted((one, other) => {
      const [a, b] = [worst(one), worst(other)];
      const blindness = a === undefined || b === undefined ? 0 : Number(isBlind(b)) - Number(isBlind(a));
      return blindness || (one.directory ?? "").localeCompare(other.directory ?? "");
    });
}

/** In the words of a person who can do it here. */
export function liftInWords(environment: Environment): string | undefined {
  switch (verdictOn(environment)) {
    case "confirm":
      return "Confirm it if what it shows now is right; what it showed before goes on protecting until then.";
    case "retire":
      return "Retire it if it is gone for good; what it used goes on protecting until then.";
    case undefined:
      return isBlind(environment) ? "Mend that. Until then nothing that it could use is removed." : undefined;
  }
}
