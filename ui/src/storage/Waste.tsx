import { ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useGet, usePages } from "../api/queries";
import type { LayerItem, OrphanItem, SprawlItem } from "../api/storage";
import type { Page } from "../api/types";
import { useAsked } from "../environments/WorkloadTools";
import { Panel } from "../parts/Layout";
import { Paged, ServerPager } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { bytes, count } from "../parts/units";
import { DigestText, Name, Since, useNow, When } from "../parts/Words";

const LAYERS = { large: "largest", old: "only in old images", exclusive: "in one repository alone" } as const;
type Which = keyof typeof LAYERS;

export function Layers({ registry }: { registry: string | undefined }) {
  const [asked, change] = useAsked();
  const which = (Object.keys(LAYERS) as Which[]).find((one) => one === asked.get("layers")) ?? "large";
  const paging = usePages<LayerItem>("/estate/layers", { registry, onlyOld: which === "old", exclusive: which === "exclusive" }, 20);
  const columns: Column<LayerItem>[] = [
    { name: "layer", head: true, cell: ({ digest }) => <DigestText digest={digest} /> },
    { name: "bytes", number: true, cell: (one) => bytes(one.bytes) },
    { name: "images", number: true, cell: (one) => count(one.images) },
    { name: "repositories", number: true, cell: (one) => (one.onlyIn === undefined ? count(one.repositories) : <Name text={one.onlyIn} width={40} />) },
    { name: "workloads", number: true, cell: (one) => (one.workloads === 0 ? <span className="soft">–</span> : count(one.workloads)) },
    { name: "newest image", cell: ({ newest }) => <When at={newest} /> },
    { name: "registry", cell: (one) => <Name text={one.registry} width={30} /> },
  ];
  return (
    <Panel
      title="Layers"
      bare
      intro={which === "old" ? "Nothing holds them but images older than 90 days that aren’t among the three newest of their repository." : undefined}
      actions={
        <ToggleGroup aria-label="Which layers">
          {(Object.keys(LAYERS) as Which[]).map((one) => (
            <ToggleGroupItem key={one} text={LAYERS[one]} isSelected={which === one} onChange={() => change("layers", one === "large" ? "" : one)} />
          ))}
        </ToggleGroup>
      }
    >
      <Answer of={paging.query} what="Loading layers">
        {({ items }) => (items.length === 0 ? <Nothing title="No layer is so" /> : <Rows caption="Layers" columns={columns} rows={items} id={(one) => `${one.registry} ${one.digest}`} />)}
      </Answer>
      <ServerPager label="layers" paging={paging} />
    </Panel>
  );
}

export function Sprawl({ registry }: { registry: string | undefined }) {
  const sprawl = useGet<Page<SprawlItem>>("/estate/sprawl", { registry, limit: 500 });
  const unseen = <span className="soft">not seen</span>;
  const columns: Column<SprawlItem>[] = [
    { name: "repository", head: true, cell: (one) => <Name text={one.repository} width={56} /> },
    { name: "tags", number: true, cell: (one) => count(one.tags) },
    { name: "images", number: true, cell: (one) => count(one.tagged) },
    { name: "to spare", number: true, cell: (one) => (one.surplusTags === 0 ? <span className="soft">–</span> : <span className="goes">{count(one.surplusTags)}</span>) },
    { name: "most on one", number: true, cell: (one) => count(one.mostTags) },
    { name: "never moved", number: true, cell: (one) => count(one.unmoved) },
    { name: "untagged", number: true, cell: (one) => (one.untagged === undefined ? unseen : one.untagged === 0 ? <span className="soft">–</span> : `${count(one.untagged)}, ${bytes(one.untaggedBytes ?? 0)}`) },
    { name: "repeated layers", number: true, cell: (one) => (one.repeatedLayers === 0 ? <span className="soft">–</span> : count(one.repeatedLayers)) },
    { name: "registry", cell: (one) => <Name text={one.registry} width={30} /> },
  ];
  return (
    <Panel
      title="Tags to spare, images without one"
      bare
      intro="To spare are tags without which each image that has one still had one. Never moved are those first seen over 90 days ago that led to the same image ever since."
    >
      <Answer of={sprawl} what="Loading tags">
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="Nothing was seen yet" />
          ) : (
            <Paged rows={items} label="tags to spare" size={10}>
              {(rows) => <Rows caption="Tags to spare" columns={columns} rows={rows} id={(one) => `${one.registry} ${one.repository}`} />}
            </Paged>
          )
        }
      </Answer>
    </Panel>
  );
}

export function Orphans({ registry }: { registry: string | undefined }) {
  const orphans = useGet<Page<OrphanItem>>("/estate/orphans", { registry, limit: 500 });
  const now = useNow();
  const columns: Column<OrphanItem>[] = [
    {
      name: "what",
      head: true,
      cell: (one) =>
        one.kind === "blob" ? (
          <>
            blob <DigestText digest={one.name ?? ""} />
          </>
        ) : (
          <>
            push <Name text={one.name ?? ""} width={40} />
          </>
        ),
    },
    { name: "bytes", number: true, cell: (one) => bytes(one.bytes) },
    { name: "since", cell: (one) => <Since at={one.since} now={now} /> },
    { name: "repository", cell: (one) => <Name text={one.repository ?? "–"} width={40} /> },
    { name: "registry", cell: (one) => <Name text={one.registry} width={30} /> },
  ];
  return (
    <Panel title="On volumes, for nothing" bare intro="Blobs that no manifest references, and pushes that were not finished. A young one can be under way.">
      <Answer of={orphans} what="Loading what lies on volumes">
        {({ items }) => {
          const single = items.filter(({ kind }) => kind === "blob" || kind === "upload");
          return (
            <>
              <ul className="orphans">
                {items
                  .filter((one) => !single.includes(one))
                  .map((one) => (
                    <li key={`${one.registry} ${one.kind}`}>
                      <Name text={one.registry} width={30} />: {one.kind === "unknown" ? <span className="soft">{one.why}</span> : sum(one)}
                    </li>
                  ))}
              </ul>
              {single.length > 0 && (
                <Paged rows={single} label="orphans" size={10}>
                  {(rows) => <Rows caption="On volumes, for nothing" columns={columns} rows={rows} id={(one) => `${one.registry} ${one.kind} ${one.repository ?? ""} ${one.name ?? ""}`} />}
                </Paged>
              )}
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}

function sum({ kind, count: many, bytes: size }: OrphanItem): string {
  return `${kind === "blobs" ? count(many, "blob") : count(many, "unfinished push", "unfinished pushes")}, ${bytes(size)}`;
}
