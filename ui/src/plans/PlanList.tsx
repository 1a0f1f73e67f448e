import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useGet, usePages } from "../api/queries";
import type { Page, PlanHead, Registry } from "../api/types";
import { Act } from "../parts/Act";
import { Badge, PlanBadge } from "../parts/Badge";
import { Head } from "../parts/Layout";
import { ServerPager } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { brief } from "../parts/text";
import { bytes, count } from "../parts/units";
import { Name, Since, useNow, When } from "../parts/Words";
import { whyNot } from "../session/permissions";
import { useSession } from "../session/session";
import { Propose } from "./Propose";

export default function PlanList() {
  const { who } = useSession();
  const [asked] = useSearchParams();
  const registry = asked.get("registry") ?? undefined;
  const paging = usePages<PlanHead>("/plans", { registry });
  const registries = useGet<Page<Registry>>("/registries", { limit: 500 });
  const [proposing, setProposing] = useState(false);
  const now = useNow();
  const primary = registries.data?.items.filter(({ role }) => role === "primary") ?? [];
  const columns: Column<PlanHead>[] = [
    {
      name: "plan",
      head: true,
      cell: (plan) => (
        <Link to={`/plans/${plan.digest}`}>
          <code>{brief(plan.digest)}</code>
        </Link>
      ),
    },
    {
      name: "state",
      cell: (plan) => (
        <span className="badges">
          <PlanBadge state={plan.state} />
          {plan.large && <Badge tone="care" shape="triangle" word="large" />}
          {plan.state === "open" && !plan.approvable && <Badge tone="care" shape="lock" word="can't be approved" />}
        </span>
      ),
    },
    { name: "registry", cell: (plan) => <Name text={plan.registry} width={36} /> },
    { name: "steps", number: true, cell: (plan) => count(plan.steps) },
    {
      name: "frees",
      number: true,
      cell: (plan) => (
        <span className={plan.reclaimBytes > 0 ? "goes" : "soft"}>
          {plan.reclaimExact || plan.reclaimBytes === 0 ? "" : "at most "}
          {bytes(plan.reclaimBytes)}
        </span>
      ),
    },
    { name: "by", cell: (plan) => <Name text={plan.proposer} width={30} /> },
    { name: "made", cell: (plan) => <When at={plan.madeAt} /> },
    { name: "expires", cell: (plan) => (plan.state === "open" || plan.state === "approved" ? <Since at={plan.expires} now={now} /> : <span className="soft">–</span>) },
  ];
  const nobody = primary.length === 0 ? "There is no registry that plans can be made for." : undefined;
  return (
    <>
      <Head
        title="Plans"
        actions={
          <Act variant="primary" off={whyNot(who, "propose") ?? nobody} onClick={() => setProposing(true)}>
            Propose a plan
          </Act>
        }
      >
        <p className="soft">A plan only says what could go, and why. Nothing happens until someone approves it and it is carried out.</p>
      </Head>
      <Answer of={paging.query} what="Loading plans">
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="No plan yet">
              A plan is made when a policy says that something may go. {nobody ?? "Propose one to see what would go now."}
            </Nothing>
          ) : (
            <Rows caption="Plans, the newest first" columns={columns} rows={items} id={({ digest }) => digest} />
          )
        }
      </Answer>
      <ServerPager label="plans" paging={paging} />
      {proposing && <Propose registries={primary} onClose={() => setProposing(false)} />}
    </>
  );
}
