import { Link } from "react-router";
import type { Workload } from "../api/environments";
import { usePages } from "../api/queries";
import { Head } from "../parts/Layout";
import { MayLack } from "./BlindSpots";
import { workloadsPath } from "./paths";
import { QUESTIONS } from "./Questions";
import { type Filter, filterOf, useAsked, WorkloadList, WorkloadTools } from "./WorkloadTools";

/** Workloads over all environments, asked a question. */
export default function WorkloadsPage() {
  const [asked, change] = useAsked();
  const filter = filterOf(asked);
  const paging = usePages<Workload>("/workloads", { ...filter }, 50);
  const { title, why } = question(filter);
  return (
    <>
      <Head title={title} above={<Link to="/environments">Environments</Link>}>
        <p className="soft">
          {why} {filter.tier === "production" && "A workload whose tier nobody says counts as production."}
        </p>
        <OtherQuestions filter={filter} />
      </Head>
      <MayLack what="this" />
      <WorkloadTools filter={filter} change={change} paging={paging} />
      <WorkloadList paging={paging} everywhere held={filter.held} nothing={nothing(filter)} />
    </>
  );
}

/** What a filter asks, in words. */
export function question({ tier, held, team, q }: Filter): { title: string; why: string } {
  const plain = team === undefined && q === undefined;
  const known = plain ? QUESTIONS.find(({ filter }) => filter.tier === tier && filter.held === held) : undefined;
  if (known !== undefined) {
    return known;
  }
  const what = tier === undefined ? "Workloads" : tier === "unknown" ? "Workloads whose tier nobody says" : `Workloads in ${tier}`;
  const how = {
    held: "with images that a registry holds",
    missing: "with images that their registry no longer has",
    foreign: "with images that no approved registry holds",
    unknown: "with images of which too little was heard",
  };
  const words = [what, team === undefined ? "" : `of ${team}`, held === undefined ? "" : how[held], q === undefined ? "" : `like “${q}”`];
  return { title: words.filter((word) => word !== "").join(" "), why: "Whose each is, what it uses, and whether a registry that is looked at has it." };
}

function nothing({ tier, held, team, q }: Filter): { title: string; words?: string } {
  if (team === undefined && q === undefined && tier === "production" && held === "foreign") {
    return { title: "Nothing that was heard", words: "Everything that was seen in production comes from a registry that is looked at or approved, or too little was heard of it." };
  }
  if (team === undefined && q === undefined && tier === "production" && held === "missing") {
    return { title: "Nothing that was heard", words: "The registries that production names have every image that was seen there." };
  }
  if ([tier, held, team, q].every((one) => one === undefined)) {
    return { title: "No workload was heard", words: "Once an environment is configured and looked at, what it runs is here." };
  }
  return { title: "No workload is like that", words: "Try another search, tier or answer." };
}

function OtherQuestions({ filter }: { filter: Filter }) {
  const others = QUESTIONS.filter((one) => one.filter.tier !== filter.tier || one.filter.held !== filter.held);
  return (
    <p className="other-questions">
      {others.map((one) => (
        <Link key={one.title} to={workloadsPath(one.filter)}>
          {one.title}
        </Link>
      ))}
      {filter.held !== undefined && filter.held !== "unknown" && <Link to={workloadsPath({ ...(filter.tier === undefined ? {} : { tier: filter.tier }), held: "unknown" })}>Of what was too little heard to say?</Link>}
    </p>
  );
}
