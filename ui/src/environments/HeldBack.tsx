import { Link } from "react-router";
import { useGet } from "../api/queries";
import type { Page, Registry } from "../api/types";
import { bytes, count } from "../parts/units";

/** What stays in a registry only because environments were not wholly heard; nothing where nothing does. */
export function HeldBack({ registry: { heldBack } }: { registry: Pick<Registry, "heldBack"> }) {
  if (heldBack.manifests === 0) {
    return null;
  }
  return (
    <p className="waits">
      Environments that were not heard wholly hold back {held([heldBack])}. <Link to="/environments?show=blind">See which, and what lifts it</Link>
    </p>
  );
}

/** The same over all registries, beside the blind spots themselves. */
export function AllHeldBack() {
  const registries = useGet<Page<Registry>>("/registries", { limit: 500 });
  const some = (registries.data?.items ?? []).filter(({ heldBack }) => heldBack.manifests > 0);
  if (some.length === 0) {
    return null;
  }
  return (
    <p>
      They hold back <strong>{held(some.map(({ heldBack }) => heldBack))}</strong>:{" "}
      {some.map(({ name, heldBack }, index) => (
        <span key={name}>
          {index > 0 && ", "}
          <Link to={`/estate/${encodeURIComponent(name)}`}>{name}</Link> {bytes(heldBack.bytes)}
        </span>
      ))}
    </p>
  );
}

export function held(all: Registry["heldBack"][]): string {
  const sum = (of: (one: Registry["heldBack"]) => number) => all.reduce((total, one) => total + of(one), 0);
  return `at most ${bytes(sum((one) => one.bytes))} in ${count(sum((one) => one.manifests), "manifest")}`;
}
