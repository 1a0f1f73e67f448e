import { SearchInput, ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import type { Held, Tier, Workload } from "../api/environments";
import type { Paging } from "../api/queries";
import { Act } from "../parts/Act";
import { ServerPager } from "../parts/Pager";
import { Answer, Nothing } from "../parts/States";
import { WorkloadRows } from "./WorkloadRows";

export const TIERS: Tier[] = ["production", "staging", "development", "unknown"];
export const HELD: Held[] = ["held", "missing", "foreign", "unknown"];

export interface Filter {
  tier: Tier | undefined;
  held: Held | undefined;
  team: string | undefined;
  q: string | undefined;
}

/** What the address asks for; words that the server wouldn't know are left out. */
export function filterOf(asked: URLSearchParams): Filter {
  return {
    tier: TIERS.find((one) => one === asked.get("tier")),
    held: HELD.find((one) => one === asked.get("held")),
    team: asked.get("team") || undefined,
    q: asked.get("q") || undefined,
  };
}

/** Changes one thing that the address asks for. */
export function useAsked(): [URLSearchParams, (name: string, value: string) => void] {
  const [asked, ask] = useSearchParams();
  const change = (name: string, value: string) =>
    ask(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === "") {
          next.delete(name);
        } else {
          next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [asked, change];
}

export function WorkloadTools({ filter, change, paging }: { filter: Filter; change: (name: string, value: string) => void; paging: Paging<Workload> }) {
  return (
    <div className="tools">
      <TypedSearch label="Find by workload or image" placeholder="Workload, namespace, image" value={filter.q ?? ""} onChange={(value) => change("q", value)} />
      <Choice label="Tier" all="all tiers" of={TIERS} chosen={filter.tier} onChange={(value) => change("tier", value)} />
      <Choice label="Held by a registry" all="held or not" of={HELD} chosen={filter.held} onChange={(value) => change("held", value)} />
      {filter.team !== undefined && (
        <Act variant="link" size="sm" onClick={() => change("team", "")}>
          {`Team ${filter.team}: show all teams`}
        </Act>
      )}
      <ServerPager label="workloads" paging={paging} />
    </div>
  );
}

function Choice<T extends string>({ label, all, of, chosen, onChange }: { label: string; all: string; of: T[]; chosen: T | undefined; onChange: (value: string) => void }) {
  return (
    <ToggleGroup aria-label={label} className="choice">
      <ToggleGroupItem text={all} isSelected={chosen === undefined} onChange={() => onChange("")} />
      {of.map((one) => (
        <ToggleGroupItem key={one} text={one} isSelected={chosen === one} onChange={() => onChange(one)} />
      ))}
    </ToggleGroup>
  );
}

/** Asks once somebody stops to type. */
function TypedSearch({ label, placeholder, value, onChange }: { label: string; placeholder: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => typed !== value && onChange(typed), 300);
    return () => clearTimeout(timer);
  });
  return <SearchInput aria-label={label} placeholder={placeholder} value={typed} onChange={(_event, text) => setTyped(text)} onClear={() => setTyped("")} />;
}

/** One part of the list. A filter can leave a part empty though more follows: then nothing is said of the whole. */
export function WorkloadList({ paging, everywhere, held, nothing }: { paging: Paging<Workload>; everywhere: boolean; held?: Held | undefined; nothing: { title: string; words?: string } }) {
  return (
    <>
      <Answer of={paging.query} what="Loading workloads" lines={10}>
        {({ items, next }) =>
          items.length > 0 ? (
            <WorkloadRows workloads={items} everywhere={everywhere} held={held} />
          ) : next !== undefined ? (
            <Nothing title="None in this part of the list">There is more: go on with Next.</Nothing>
          ) : (
            <Nothing title={nothing.title}>{nothing.words}</Nothing>
          )
        }
      </Answer>
      <ServerPager label="workloads, below" paging={paging} />
    </>
  );
}
