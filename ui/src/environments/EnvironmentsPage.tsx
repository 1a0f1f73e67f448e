import { ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { Link } from "react-router";
import type { Environment } from "../api/types";
import { HeardBadge } from "../parts/Badge";
import { Head, Panel, Tiles } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { Answer, Nothing } from "../parts/States";
import { TypedSearch } from "../parts/TypedSearch";
import { count } from "../parts/units";
import { Name, useNow } from "../parts/Words";
import { BlindSpots } from "./BlindSpots";
import { Age, EnvironmentTable, Freshness } from "./EnvironmentTable";
import { NameEnvironments } from "./NameEnvironments";
import { fits, type Group, grouped, inProduction, isBlind, SHOWS, type Show } from "./order";
import { environmentPath } from "./paths";
import { Questions } from "./Questions";
import { useEnvironments } from "./useEnvironments";
import { useAsked } from "./WorkloadTools";

const WORDS: Record<Show, string> = { all: "all", blind: "blind spots", production: "with production", retired: "retired" };

/** Everything that runs images, and how much of it is seen. */
export default function EnvironmentsPage() {
  const answer = useEnvironments();
  return (
    <Answer of={answer} what="Loading environments" lines={10}>
      {({ items }) =>
        items.length === 0 ? (
          <>
            <Head title="Environments" heading="No environment is configured yet" />
            <NameEnvironments />
          </>
        ) : (
          <Known environments={items} />
        )
      }
    </Answer>
  );
}

export function headline(environments: Environment[]): string {
  const asked = environments.filter(({ state }) => state !== "retired");
  const blind = asked.filter(isBlind).length;
  if (asked.length === 0) {
    return "Every environment is retired";
  }
  if (blind > 0) {
    return `${count(blind)} of ${count(asked.length, "environment")} ${blind === 1 ? "is" : "are"} not seen whole`;
  }
  return asked.length === 1 ? "The one environment is seen whole" : `All ${count(asked.length, "environment")} are seen whole`;
}

function Known({ environments }: { environments: Environment[] }) {
  const now = useNow();
  const [asked, change] = useAsked();
  const text = asked.get("q") ?? "";
  const show = SHOWS.find((one) => one === asked.get("show")) ?? "all";
  const groups = grouped(environments, (one) => fits(one, text, show));
  return (
    <>
      <Head title="Environments" heading={headline(environments)}>
        <Tiles tiles={tiles(environments)} />
      </Head>
      <Questions />
      <div className="section" />
      <div className="tools">
        <TypedSearch label="Find an environment" placeholder="Name, kind, address, why" value={text} onChange={(value) => change("q", value)} />
        <ToggleGroup aria-label="Which environments">
          {SHOWS.map((one) => (
            <ToggleGroupItem key={one} text={WORDS[one]} isSelected={show === one} onChange={() => change("show", one === "all" ? "" : one)} />
          ))}
        </ToggleGroup>
      </div>
      <BlindSpots key={`${text} ${show}`} environments={environments.filter((one) => fits(one, text, show))} now={now} />
      {groups.length === 0 ? (
        <Nothing title={show === "blind" && text === "" ? "There is no blind spot" : "No environment is like that"} />
      ) : (
        groups.map((group) => <GroupPanel key={`${group.directory ?? ""} ${text} ${show}`} group={group} now={now} alone={groups.length === 1} />)
      )}
    </>
  );
}

function tiles(environments: Environment[]) {
  const asked = environments.filter(({ state }) => state !== "retired");
  const sum = (of: (one: Environment) => number) => asked.reduce((total, one) => total + of(one), 0);
  const blind = asked.filter(isBlind).length;
  const telling = asked.filter(({ freshness }) => freshness === "events").length;
  const remembered = sum((one) => one.remembered);
  const unknown = sum(({ tiers: { unknown: number = 0 } }) => number);
  return [
    { name: "seen whole", value: count(asked.length - blind), aside: `of ${count(asked.length, "environment")}`, tone: blind > 0 ? ("undecided" as const) : undefined },
    { name: "workloads in production", value: <Link to="/workloads?tier=production">{count(sum(inProduction))}</Link>, aside: unknown > 0 ? `${count(unknown)} of them, since nobody says what they are` : "somebody says so of each" },
    { name: "uses of images", value: count(sum((one) => one.uses)), aside: "running, wanted, to roll back to" },
    { name: "remembered", value: count(remembered), aside: remembered > 0 ? "uses that are no longer seen and still protect" : "everything that protects is seen", tone: remembered > 0 ? ("undecided" as const) : undefined },
    { name: "tell of changes", value: count(telling), aside: telling === asked.length ? "changes are known within seconds" : `${count(asked.length - telling)} only at the next look` },
  ];
}

function GroupPanel({ group: { directory, itself, members }, now, alone }: { group: Group; now: number; alone: boolean }) {
  const title = directory === undefined ? (alone ? "Environments" : "Configured by themselves") : `Through ${directory}`;
  return (
    <Panel
      title={title}
      bare
      intro={
        itself === undefined ? undefined : (
          <span className="badges">
            <Link to={environmentPath(itself.name)}>
              <Name text={itself.name} width={40} />
            </Link>
            <span>
              {itself.kind}, heard <HeardBadge heard={itself.heard} />
            </span>
            <span>
              looked at <Age environment={itself} now={now} />
            </span>
            <Freshness environment={itself} />
            {itself.notices.length > 0 && <Link to={environmentPath(itself.name)}>{count(itself.notices.length, "notice")}</Link>}
          </span>
        )
      }
    >
      {members.length === 0 ? (
        <p className="soft">It leads to none of these.</p>
      ) : (
        <Paged rows={members} label={title} size={50}>
          {(shown) => <EnvironmentTable caption={title} environments={shown} now={now} />}
        </Paged>
      )}
    </Panel>
  );
}
