import { FormGroup, TextInput } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePages } from "../api/queries";
import type { Pin } from "../api/types";
import { Act } from "../parts/Act";
import { Head } from "../parts/Layout";
import { ServerPager } from "../parts/Pager";
import { ReasonDialog } from "../parts/ReasonDialog";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { Name, When } from "../parts/Words";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";

export default function PinsPage() {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const intent = useIntent();
  const paging = usePages<Pin>("/pins", {});
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Pin | null>(null);
  const off = whyNot(who, "pin");
  const renew = () => {
    intent.answered();
    void queries.invalidateQueries({ queryKey: ["/pins"] });
    void queries.invalidateQueries({ queryKey: ["/audit"] });
  };
  const unpin = async (reason: string) => {
    const body = { reason };
    const path = `/pins/${encodeURIComponent(removing?.id ?? "")}`;
    await client.send(path, { method: "DELETE", body, key: intent.keyFor([path, body]) });
    renew();
  };
  const columns: Column<Pin>[] = [
    { name: "image", head: true, cell: ({ image }) => <Name text={image} width={60} /> },
    { name: "reason", wide: true, cell: ({ reason }) => <bdi>{reason}</bdi> },
    { name: "owner", cell: ({ owner }) => (owner === undefined ? <span className="soft">–</span> : <Name text={owner} width={30} />) },
    { name: "until", cell: ({ until }) => (until === undefined ? "for ever" : <When at={until} />) },
    { name: "from", cell: ({ source }) => source },
    {
      name: "by",
      cell: (pin) => (
        <>
          <Name text={pin.by} width={30} />{" "}
          <span className="soft below">
            <When at={pin.at} />
          </span>
        </>
      ),
    },
    {
      name: "change",
      cell: (pin) => (
        <Act size="sm" variant="link" off={pin.source === "configuration" ? "It is in the configuration; take it out there." : off} onClick={() => setRemoving(pin)} label={`Unpin ${pin.image}`}>
          Unpin
        </Act>
      ),
    },
  ];
  return (
    <>
      <Head
        title="Pins"
        actions={
          <Act variant="primary" off={off} onClick={() => setAdding(true)}>
            Pin an image
          </Act>
        }
      >
        <p className="soft">A pinned image stays, whatever the policies say.</p>
      </Head>
      <Answer of={paging.query} what="Loading pins">
        {({ items }) => (items.length === 0 ? <Nothing title="Nothing is pinned">Pin what must stay for a reason that no policy knows: an audit, a customer, a dispute.</Nothing> : <Rows caption="Pins" columns={columns} rows={items} id={({ id }) => id} />)}
      </Answer>
      <ServerPager label="pins" paging={paging} />
      {adding && <AddPin onDone={renew} onClose={() => setAdding(false)} />}
      {removing !== null && (
        <ReasonDialog title="Unpin" verb="Unpin" danger act={unpin} onClose={() => setRemoving(null)}>
          <p>
            <Name text={removing.image} width={80} /> is then judged by the policies alone.
          </p>
        </ReasonDialog>
      )}
    </>
  );
}

function AddPin({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { client } = useSession();
  const intent = useIntent();
  const [image, setImage] = useState("");
  const [owner, setOwner] = useState("");
  const [until, setUntil] = useState("");
  const add = async (reason: string) => {
    const body = { image: image.trim(), reason, ...(owner.trim() === "" ? {} : { owner: owner.trim() }), ...(until === "" ? {} : { until: `${until}T00:00:00Z` }) };
    await client.send("/pins", { method: "POST", body, key: intent.keyFor(body) });
    onDone();
  };
  return (
    <ReasonDialog title="Pin an image" verb="Pin" placeholder="for example: customer X audits it until March" off={image.trim() === "" ? "Name the image." : undefined} act={add} onClose={onClose}>
      <FormGroup label="Image" isRequired fieldId="pin-image">
        <TextInput id="pin-image" value={image} onChange={(_event, value) => setImage(value)} placeholder="team/app:1.0 or team/app@sha256:…" spellCheck={false} />
      </FormGroup>
      <FormGroup label="Owner" fieldId="pin-owner">
        <TextInput id="pin-owner" value={owner} onChange={(_event, value) => setOwner(value)} placeholder="team-a" />
      </FormGroup>
      <FormGroup label="Until (UTC; empty: for ever)" fieldId="pin-until">
        <TextInput id="pin-until" type="date" value={until} onChange={(_event, value) => setUntil(value)} />
      </FormGroup>
    </ReasonDialog>
  );
}
