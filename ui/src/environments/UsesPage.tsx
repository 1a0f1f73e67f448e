import { Form, FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput, ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import type { UseOverTime } from "../api/environments";
import { usePages } from "../api/queries";
import { Act } from "../parts/Act";
import { Head } from "../parts/Layout";
import { ServerPager } from "../parts/Pager";
import { Answer, Nothing } from "../parts/States";
import { shortened } from "../parts/text";
import { MayLack } from "./BlindSpots";
import { UsesTable } from "./UsesTable";
import { useAsked } from "./WorkloadTools";

/** Who uses an image, and since when; the address has the question. */
export default function UsesPage() {
  const [asked, change] = useAsked();
  const image = asked.get("image") ?? "";
  return (
    <>
      <Head title="Who uses this image, and since when?" above={<Link to="/environments">Environments</Link>}>
        <p className="soft">Everything that runs it, wants it, could be told to go back to it or names it in a file: all of these protect it.</p>
      </Head>
      <Ask key={image} image={image} onAsk={(wanted) => change("image", wanted)} />
      {image === "" ? <Nothing title="Which image?">Say one above, or open one under Estate or at a workload.</Nothing> : <Users image={image} ever={asked.get("ever") === "yes"} onEver={(ever) => change("ever", ever ? "yes" : "")} />}
    </>
  );
}

function Ask({ image, onAsk }: { image: string; onAsk: (image: string) => void }) {
  const [typed, setTyped] = useState(image);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(typed.trim());
  };
  return (
    <Form className="ask" onSubmit={submit}>
      <FormGroup label="Image" fieldId="image">
        <div className="ask-line">
          <TextInput id="image" className="code" value={typed} onChange={(_event, value) => setTyped(value)} spellCheck={false} aria-describedby="image-help" />
          <Act variant="primary" type="submit">
            Ask
          </Act>
        </div>
        <FormHelperText>
          <HelperText id="image-help">
            <HelperTextItem>A repository with a tag or a digest. A digest finds exactly that; a tag finds what it means now, and whoever names it.</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
    </Form>
  );
}

function Users({ image, ever, onEver }: { image: string; ever: boolean; onEver: (ever: boolean) => void }) {
  const paging = usePages<UseOverTime>("/uses", { image, current: !ever });
  return (
    <>
      <div className="section" />
      <MayLack what="this" />
      <div className="tools">
        <ToggleGroup aria-label="When">
          <ToggleGroupItem text="now" isSelected={!ever} onChange={() => onEver(false)} />
          <ToggleGroupItem text="ever" isSelected={ever} onChange={() => onEver(true)} />
        </ToggleGroup>
        <ServerPager label="uses" paging={paging} />
      </div>
      <Answer of={paging.query} what="Loading who uses it" lines={8}>
        {({ items, next }) =>
          items.length > 0 ? (
            <UsesTable uses={items} />
          ) : next !== undefined ? (
            <Nothing title="None in this part of the list">There is more: go on with Next.</Nothing>
          ) : (
            <Nothing title={`Nothing that was heard ${ever ? "ever used" : "uses"} ${shortened(image, 60)}`}>{ever ? undefined : "Perhaps something did before: ask for ever."}</Nothing>
          )
        }
      </Answer>
    </>
  );
}
