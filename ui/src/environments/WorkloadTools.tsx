import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useSearchParams } from "react-router";
import type { Held, Tier, Workload } from "../api/environments";
import type { Paging } from "../api/queries";
import { Act } from "../parts/Act";
import { ServerPager } from "../parts/Pager";
import { Answer, Nothing } from "../parts/States";
import { TypedSearch } from "../parts/TypedSearch";
import { WorkloadRows } from "./WorkloadRows";

const TIER_WORDS: Record<Tier, string> = { production: "production", staging: "staging", development: "development", unknown: "tier unknown" };
const HELD_WORDS: Record<Held, string> = { held: "held by a registry", missing: "missing there", foreign: "foreign", unknown: "too little heard" };

export interface Filter {
  tier: Tier | undefined;
  held: Held | undefined;
  team: string | undefined;
  q: string | undefined;
}

/** What the address asks for; words that the server wouldn't know are left out. */
export function filterOf(asked: URLSearchParams): Filter {
  return {
    tier: oneOf(TIER_WORDS, asked.get("tier")),
    held: oneOf(HELD_WORDS, asked.get("held")),
    team: asked.get("team") || undefined,
    q: asked.get("q") || undefined,
  };
}

function oneOf<K extends string>(words: Record<K, string>, text: string | null): K | undefined {
  return (Object.keys(words) as K[]).find((one) => one === text);
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
      <Choice label="Tier" all="all tiers" of={TIER_WORDS} chosen={filter.tier} onChange={(value) => change("tier", value)} />
      <Choice label="Held by a registry" all="held or not" of={HELD_WORDS} chosen={filter.held} onChange={(value) => change("held", value)} />
      {filter.team !== undefined && (
        <Act variant="link" size="sm" onClick={() => change("team", "")}>
          {`Team ${filter.team}: show all teams`}
        </Act>
      )}
      <ServerPager label="workloads" paging={paging} />
    </div>
  );
}

function Choice({ label, all, of, chosen, onChange }: { label: string; all: string; of: Record<string, string>; chosen: string | undefined; onChange: (value: string) => void }) {
  return (
    <FormSelect aria-label={label} className="select choice" value={chosen ?? ""} onChange={(_event, value) => onChange(value)}>
      <FormSelectOption value="" label={all} />
      {Object.entries(of).map(([value, words]) => (
        <FormSelectOption key={value} value={value} label={words} />
      ))}
    </FormSelect>
  );
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
