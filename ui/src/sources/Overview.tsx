import { Link } from "react-router";
import { useGet } from "../api/queries";
import type { Check, Environment, ExecutionHead, Page, PlanHead, Policies, Registry, Source } from "../api/types";
import { Head, Panel, Tiles, type TileProps } from "../parts/Layout";
import { Answer } from "../parts/States";
import { bytes, count, share } from "../parts/units";
import { Name, useNow } from "../parts/Words";
import { type Matter, matters } from "./attention";
import { FirstSteps } from "./FirstSteps";
import { Offered } from "./Offered";
import { SourceList } from "./SourceList";

const list = { limit: 500 };

export default function Overview() {
  const registries = useGet<Page<Registry>>("/registries", list);
  const sources = useGet<Page<Source>>("/sources", list);
  const environments = useGet<Page<Environment>>("/environments", list);
  const plans = useGet<Page<PlanHead>>("/plans", { limit: 100 });
  const executions = useGet<Page<ExecutionHead>>("/executions", { limit: 100 });
  const policies = useGet<Policies>("/policies", list);
  const checks = useGet<Page<Check>>("/doctor", list, { every: 300_000 });
  const now = useNow();

  const all = registries.data?.items ?? [];
  const waiting = matters(
    {
      sources: sources.data?.items ?? [],
      environments: environments.data?.items ?? [],
      registries: all,
      plans: plans.data?.items ?? [],
      executions: executions.data?.items ?? [],
      policies: policies.data,
      checks: checks.data?.items ?? [],
    },
    now,
  );
  const heard = [sources, environments, plans, executions, policies].every((one) => one.isSuccess);

  return (
    <>
      <Answer of={registries} what="Loading the overview">
        {() => (
          <>
            <Head title="Overview" heading={headline(all)}>
              {all.length > 0 && <Tiles tiles={tiles(all, plans.data?.items, executions.data?.items)} />}
            </Head>
            {all.length === 0 && <FirstSteps />}
          </>
        )}
      </Answer>
      {all.length > 0 && <Waiting matters={waiting} whole={heard} />}
      {(all.length > 0 || (sources.data?.items.length ?? 0) > 0) && (
        <Panel title="Sources" bare intro="Who is asked, and how much was heard. Not heard is never read as not there: what depends on it is undecided, and stays.">
          <Answer of={sources}>{({ items }) => <SourceList sources={items} now={now} />}</Answer>
        </Panel>
      )}
      <Offered />
      {policies.data !== undefined && policies.data.items.length > 0 && <InForce policies={policies.data} />}
    </>
  );
}

/** Reads like the first line of an audit. */
export function headline(registries: Registry[]): string {
  if (registries.length === 0) {
    return "No registry is configured yet";
  }
  const frees = registries.reduce((sum, { reclaimBytes }) => sum + reclaimBytes, 0);
  const holds = registries.reduce((sum, { uniqueBytes }) => sum + uniqueBytes, 0);
  const where = count(registries.length, "registry", "registries");
  return frees === 0 ? `Nothing needs to go from ${where} now` : `${bytes(frees)} of ${bytes(holds)} could be freed in ${where}`;
}

function tiles(registries: Registry[], plans: PlanHead[] | undefined, executions: ExecutionHead[] | undefined): TileProps[] {
  const sum = (of: (registry: Registry) => number) => registries.reduce((total, one) => total + of(one), 0);
  const frees = sum((one) => one.reclaimBytes);
  const holds = sum((one) => one.uniqueBytes);
  const open = plans?.filter(({ state }) => state === "open");
  const ready = open?.filter(({ approvable }) => approvable).length ?? 0;
  const busy = executions?.filter(({ state }) => state === "running" || state === "waiting");
  return [
    {
      name: "could be freed",
      value: <Link to="/estate">{frees === 0 ? "nothing" : bytes(frees)}</Link>,
      aside: `${share(frees, holds)} of ${bytes(holds)}`,
      tone: frees > 0 ? "goes" : undefined,
    },
    {
      name: "open for approval",
      value: <Link to="/plans">{open === undefined ? "…" : count(ready, "plan")}</Link>,
      aside: open !== undefined && open.length > ready ? `and ${count(open.length - ready)} that can only be read` : "plans are read first",
    },
    {
      name: "running",
      value: <Link to="/executions">{busy === undefined ? "…" : busy.length === 0 ? "nothing" : count(busy.length, "execution")}</Link>,
      aside: busy === undefined || busy.length === 0 ? "nothing is being deleted" : [...new Set(busy.map(({ registry }) => registry))].join(", "),
    },
    { name: "repositories", value: count(sum((one) => one.repositories)), aside: count(registries.length, "registry", "registries") },
    { name: "manifests", value: count(sum((one) => one.manifests)), aside: `${count(sum((one) => one.untagged))} untagged` },
  ];
}

function Waiting({ matters: waiting, whole }: { matters: Matter[]; whole: boolean }) {
  return (
    <Panel title="What needs a person" kind={waiting.some(({ tone }) => tone !== "active") ? "blind" : undefined}>
      {waiting.length === 0 ? (
        <p className="soft">{whole ? "Nothing: every source was heard, and no plan waits." : "Still being asked …"}</p>
      ) : (
        <ol className="matters">
          {waiting.slice(0, 12).map((one) => (
            <li key={one.id} className={one.tone}>
              <strong>{one.title}</strong>
              <p>{one.detail}</p>
              {one.link !== undefined && <Link to={one.link.to}>{one.link.words}</Link>}
            </li>
          ))}
        </ol>
      )}
      {waiting.length > 12 && <p className="soft">and {count(waiting.length - 12)} more, below and under Environments, Plans and Executions</p>}
    </Panel>
  );
}

function InForce({ policies }: { policies: Policies }) {
  return (
    <Panel title="Policies in force" intro="All of them together decide: keep beats remove.">
      <ul className="policies">
        {policies.items.map((policy) => (
          <li key={policy.digest + policy.name}>
            <strong>
              <Name text={policy.name} />
            </strong>{" "}
            <code className="soft">{policy.file}</code>
            <ul>
              {policy.rules.slice(0, 30).map((rule) => (
                <li key={rule}>
                  <code>{rule}</code>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
