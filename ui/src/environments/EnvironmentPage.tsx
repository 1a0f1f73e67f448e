import { Link, useParams } from "react-router";
import type { Workload } from "../api/environments";
import { useGet, usePages } from "../api/queries";
import type { Environment, Notice, Page } from "../api/types";
import { EnvironmentBadge, HeardBadge } from "../parts/Badge";
import { Head, Panel, Tiles, type TileProps } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { Answer } from "../parts/States";
import { count } from "../parts/units";
import { Name, Since, useNow } from "../parts/Words";
import { Blindness } from "./BlindSpots";
import { Age, EnvironmentTable, Freshness, TierCounts } from "./EnvironmentTable";
import { Judge } from "./Judge";
import { NodeImages } from "./NodeImages";
import { byBlindness, directoriesOf, isBlind, isDirectory } from "./order";
import { environmentPath } from "./paths";
import { useEnvironments } from "./useEnvironments";
import { filterOf, useAsked, WorkloadList, WorkloadTools } from "./WorkloadTools";

/** One environment: how much of it is heard, what runs there, and what lies on its nodes. */
export default function EnvironmentPage() {
  const name = useParams().name ?? "";
  const answer = useGet<{ environment: Environment; workloads: Page<Workload> }>(`/environments/${encodeURIComponent(name)}`);
  return (
    <Answer of={answer} what={`Loading environment ${name}`} lines={10}>
      {({ environment }) => <One key={environment.name} environment={environment} />}
    </Answer>
  );
}

function One({ environment }: { environment: Environment }) {
  const now = useNow();
  const all = useEnvironments().data?.items ?? [];
  const leads = isDirectory(environment, directoriesOf(all));
  const children = all.filter(({ directory, state }) => directory === environment.name && state !== "retired").toSorted(byBlindness);
  const { name, kind, url, directory, heard, heardSince, state, notices } = environment;
  return (
    <>
      <Head
        title={name}
        heading={<Name text={name} width={200} />}
        above={
          <>
            <Link to="/environments">Environments</Link>
            {directory !== undefined && (
              <>
                {" / "}
                <Link to={environmentPath(directory)}>
                  <Name text={directory} width={40} />
                </Link>
              </>
            )}
          </>
        }
      >
        <p className="badges facts-line">
          {kind !== "" && <bdi>{kind}</bdi>}
          {url !== "" && <Name text={url} width={64} />}
          <span>
            <span className="soft">heard</span> <HeardBadge heard={heard} />
            {heardSince !== undefined && (
              <span className="soft">
                since <Since at={heardSince} now={now} />
              </span>
            )}
          </span>
          <EnvironmentBadge state={state} />
        </p>
        <Tiles tiles={leads ? leading(environment, children, now) : tiles(environment, now)} />
      </Head>
      {isBlind(environment) && (
        <Panel title={heard === "yes" ? "Not what it was" : "What is not heard"} kind="blind" actions={<Judge environment={environment} />}>
          <Blindness environment={environment} />
        </Panel>
      )}
      {environment.freshnessWhy !== undefined && (
        <Panel title="Changes can't be heard at the moment" kind="care" intro="It is looked at all the same, only less often; no deletion rests on it.">
          <p>
            <bdi>{environment.freshnessWhy}</bdi>
          </p>
        </Panel>
      )}
      {notices.length > 0 && <Notices notices={notices} />}
      {leads ? <LedTo directory={environment} led={children} now={now} /> : <What environment={environment} now={now} />}
    </>
  );
}

function tiles(environment: Environment, now: number): TileProps[] {
  const { uses, remembered, tiers, nodes } = environment;
  const workloads = Object.values(tiers).reduce((sum, one) => sum + one, 0);
  return [
    { name: "workloads", value: count(workloads), aside: workloads === 0 ? undefined : <TierCounts tiers={tiers} /> },
    { name: "uses of images", value: count(uses) },
    { name: "remembered", value: count(remembered), aside: remembered > 0 ? "no longer seen, and still protecting" : undefined, tone: remembered > 0 ? "undecided" : undefined },
    { name: "last look", value: <Age environment={environment} now={now} />, aside: <Freshness environment={environment} /> },
    ...(nodes.length > 0 ? [{ name: "nodes", value: count(nodes.length), aside: nodes.length <= 3 ? nodes.join(", ") : undefined }] : []),
  ];
}

/** Of what only leads to others. */
function leading(environment: Environment, led: Environment[], now: number): TileProps[] {
  const blind = led.filter(isBlind).length;
  return [
    { name: "environments", value: count(led.length), aside: blind === 0 ? "all seen whole" : `${count(blind)} not seen whole`, tone: blind > 0 ? "undecided" : undefined },
    { name: "uses of images", value: count(led.reduce((sum, { uses }) => sum + uses, 0)), aside: "in all of them" },
    { name: "last look", value: <Age environment={environment} now={now} />, aside: <Freshness environment={environment} /> },
  ];
}

function Notices({ notices }: { notices: Notice[] }) {
  return (
    <Panel title="What should be mended there" kind="care" intro="It lowers nothing that was heard.">
      <ul className="matters">
        {notices.map((notice, index) => (
          <li key={`${notice.kind} ${notice.subject} ${index}`} className="care">
            <strong>
              <bdi>{notice.subject}</bdi>
            </strong>{" "}
            <code className="soft">{notice.kind}</code>
            <p>
              <bdi>{notice.words}</bdi>
            </p>
            <p className="soft">
              <bdi>{notice.remedy}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Where it is itself what leads to others. */
function LedTo({ directory, led, now }: { directory: Environment; led: Environment[]; now: number }) {
  const title = `Leads to ${count(led.length, "environment")}`;
  return (
    <Panel title={title} bare>
      {led.length === 0 ? (
        <p className="soft">{directory.heard === "yes" ? "It was heard wholly, and lists none." : "It was not heard wholly: that does not mean that there are none."}</p>
      ) : (
        <Paged rows={led} label={title} size={50}>
          {(shown) => <EnvironmentTable caption={`Environments of ${directory.name}`} environments={shown} now={now} />}
        </Paged>
      )}
    </Panel>
  );
}

/** Workloads, or images on nodes: the address says which, so that either can be linked. */
function What({ environment, now }: { environment: Environment; now: number }) {
  const [asked, change] = useAsked();
  const onNodes = asked.get("of") === "nodes";
  const base = environmentPath(environment.name);
  return (
    <section className="section" aria-label="What it runs">
      <nav className="tabs" aria-label="What to show">
        <Link to={base} replace aria-current={onNodes ? undefined : "page"}>
          Workloads
        </Link>
        <Link to={`${base}?of=nodes`} replace aria-current={onNodes ? "page" : undefined}>
          Images on nodes
        </Link>
      </nav>
      {onNodes ? <NodeImages environment={environment} node={asked.get("node") ?? ""} onNode={(node) => change("node", node)} now={now} /> : <Workloads environment={environment} asked={asked} change={change} />}
    </section>
  );
}

function Workloads({ environment, asked, change }: { environment: Environment; asked: URLSearchParams; change: (name: string, value: string) => void }) {
  const filter = filterOf(asked);
  const paging = usePages<Workload>("/workloads", { environment: environment.name, ...filter }, 50);
  const asks = Object.values(filter).some((one) => one !== undefined);
  const nothing = asks
    ? { title: "No workload here is like that", words: "Try another search, tier or answer." }
    : environment.heard === "yes"
      ? { title: "Nothing runs here", words: "It was heard wholly, and uses no image." }
      : { title: "Nothing is known to run here", words: "It was not heard wholly: that does not mean that nothing does." };
  return (
    <>
      <WorkloadTools filter={filter} change={change} paging={paging} />
      <WorkloadList paging={paging} everywhere={false} held={filter.held} nothing={nothing} />
    </>
  );
}
