import { useGet } from "../api/queries";
import type { Offer } from "../api/environments";
import type { Page } from "../api/types";
import { Snippet } from "../parts/Copy";
import { Panel } from "../parts/Layout";
import { count } from "../parts/units";
import { Name } from "../parts/Words";

const SHOWN = 6;

/** Registries that what manages environments knows and that nobody configured, as lines to take over. */
export function Offered() {
  const offers = useGet<Page<Offer>>("/registries/offered");
  const items = (offers.data?.items ?? []).filter(({ configured }) => configured === undefined);
  if (items.length === 0) {
    return null;
  }
  return (
    <Panel
      title="Registries on offer"
      intro="What manages your environments knows these registries; Regent doesn't look at them yet. Nothing is taken over by itself, and no password is ever read: these lines go under registries: in the configuration."
    >
      {items.slice(0, SHOWN).map((offer) => (
        <OneOffer key={`${offer.by} ${offer.name} ${offer.host}`} offer={offer} />
      ))}
      {items.length > SHOWN && (
        <details className="plain-details">
          <summary>{count(items.length - SHOWN)} more</summary>
          {items.slice(SHOWN).map((offer) => (
            <OneOffer key={`${offer.by} ${offer.name} ${offer.host}`} offer={offer} />
          ))}
        </details>
      )}
    </Panel>
  );
}

function OneOffer({ offer }: { offer: Offer }) {
  return (
    <div className="offer">
      <h3>
        <Name text={offer.name} width={60} />
      </h3>
      <p className="soft">
        <Name text={offer.host} width={60} />
        {offer.product !== "" && ` · ${offer.product}`} · known by <Name text={offer.by} width={40} /> ·{" "}
        {offer.environments.length === 0 ? (
          "no environment may use it"
        ) : (
          <>
            for <span title={offer.environments.join(", ")}>{offer.environments.length <= 3 ? offer.environments.join(", ") : count(offer.environments.length, "environment")}</span>
          </>
        )}
      </p>
      {offer.yaml === undefined ? <p className="soft">It has no host that could be looked at.</p> : <Snippet text={offer.yaml} label={`configuration of ${offer.name}`} />}
    </div>
  );
}
