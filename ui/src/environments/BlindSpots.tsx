import { Link } from "react-router";
import type { Environment } from "../api/types";
import { EnvironmentBadge, HeardBadge } from "../parts/Badge";
import { Panel } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { count } from "../parts/units";
import { Name, Since } from "../parts/Words";
import { stateInWords } from "../sources/attention";
import { AllHeldBack } from "./HeldBack";
import { Judge } from "./Judge";
import { byBlindness, isBlind, liftInWords } from "./order";
import { environmentPath } from "./paths";
import { useEnvironments } from "./useEnvironments";

/** What is not seen, since when, why, and what to do about it. */
export function BlindSpots({ environments, now }: { environments: Environment[]; now: number }) {
  const blind = environments.filter(isBlind).toSorted(byBlindness);
  if (blind.length === 0) {
    return null;
  }
  return (
    <Panel title="Blind spots" kind="blind" intro="Not heard is never read as not there: what these used goes on protecting, and nothing that they could use is removed.">
      <AllHeldBack />
      <Paged rows={blind} label="blind spots" size={8}>
        {(shown) => (
          <ul className="matters">
            {shown.map((environment) => (
              <li key={environment.name} className={environment.heard === "no" || environment.heard === "never" ? "bad" : "care"}>
                <div className="head-line">
                  <div className="grows">
                    <strong>
                      <Link to={environmentPath(environment.name)}>
                        <Name text={environment.name} width={60} />
                      </Link>
                    </strong>
                    <HowHeard environment={environment} now={now} />
                    <Blindness environment={environment} />
                  </div>
                  <div className="actions">
                    <Judge environment={environment} />
                  </div>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Panel>
  );
}

/** How much of it is heard, and since when. */
export function HowHeard({ environment: { heard, heardSince, state, remembered }, now }: { environment: Environment; now: number }) {
  return (
    <p className="badges">
      <span>
        <span className="soft">heard</span> <HeardBadge heard={heard} />
        {heardSince !== undefined && (
          <span className="soft">
            since <Since at={heardSince} now={now} />
          </span>
        )}
      </span>
      {state !== "watched" && <EnvironmentBadge state={state} />}
      {remembered > 0 && <span className="soft">{count(remembered, "use")} remembered</span>}
    </p>
  );
}

/** Why not all of it is heard, or it isn't what it was, and how that ends. */
export function Blindness({ environment }: { environment: Environment }) {
  const { state, why } = environment;
  const lift = liftInWords(environment) ?? environment.lift;
  return (
    <>
      {state !== "watched" && state !== "retired" && <p>It {stateInWords(environment)}.</p>}
      {why !== undefined && (
        <p>
          <bdi>{why}</bdi>
        </p>
      )}
      {lift !== undefined && <p className="soft">{lift}</p>}
    </>
  );
}

/** Beside an answer over all environments: that it may not be all. */
export function MayLack({ what }: { what: string }) {
  const answer = useEnvironments();
  const blind = (answer.data?.items ?? []).filter((one) => one.state !== "retired" && one.heard !== "yes");
  if (answer.isError) {
    return <p className="waits">Which environments were heard could not be asked, so {what} may lack something.</p>;
  }
  if (blind.length === 0) {
    return null;
  }
  return (
    <p className="waits">
      <Link to="/environments?show=blind">{count(blind.length, "environment")}</Link> {blind.length === 1 ? "was" : "were"} not heard wholly: {what} may lack what is there.
    </p>
  );
}
