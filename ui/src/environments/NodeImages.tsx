import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import type { NodeImage } from "../api/environments";
import { usePages } from "../api/queries";
import type { Environment } from "../api/types";
import { Badge } from "../parts/Badge";
import { CopyButton } from "../parts/Copy";
import { ServerPager } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { bytes } from "../parts/units";
import { DigestText, Name, Since, When } from "../parts/Words";

/** What lies on an environment's nodes. */
export function NodeImages({ environment, node, onNode, now }: { environment: Environment; node: string; onNode: (node: string) => void; now: number }) {
  const paging = usePages<NodeImage>("/node-images", { environment: environment.name, node });
  const columns: Column<NodeImage>[] = [
    {
      name: "image",
      head: true,
      wide: true,
      cell: (one) => (
        <>
          {one.names.length === 0 ? <span className="soft">no name</span> : one.names.slice(0, 4).map((name) => <Name key={name} text={name} width={72} className="block" />)}
          {one.names.length > 4 && (
            <span className="soft below" title={one.names.slice(4, 100).join("\n")}>
              and {one.names.length - 4} more names
            </span>
          )}
          {one.digests[0] !== undefined && (
            <span className="below">
              <DigestText digest={one.digests[0]} />
              <CopyButton text={one.digests[0]} label={`Copy digest ${one.digests[0].slice(7, 19)}`} />
            </span>
          )}
        </>
      ),
    },
    { name: "node", cell: (one) => <Name text={one.node} width={32} /> },
    { name: "size", number: true, cell: (one) => bytes(one.size) },
    {
      name: "last used",
      cell: (one) => (one.inUse ? <Badge tone="good" shape="dot" word="in use" /> : one.lastUsed === undefined ? <span className="soft">by nothing that is known</span> : <Since at={one.lastUsed} now={now} />),
    },
    { name: "first seen", cell: ({ firstSeen }) => <When at={firstSeen} /> },
  ];
  return (
    <>
      <div className="tools">
        {environment.nodes.length > 1 && (
          <FormSelect aria-label="Node" className="select" value={node} onChange={(_event, value) => onNode(value)}>
            <FormSelectOption value="" label={`all ${environment.nodes.length} nodes`} />
            {environment.nodes.map((one) => (
              <FormSelectOption key={one} value={one} label={one} />
            ))}
          </FormSelect>
        )}
        <ServerPager label="images on nodes" paging={paging} />
      </div>
      <Answer of={paging.query} what="Loading images on nodes" lines={8}>
        {({ items, next }) =>
          items.length > 0 ? (
            <Rows caption="Images on nodes" columns={columns} rows={items} id={(one) => `${one.node} ${one.digests[0] ?? ""} ${one.names[0] ?? ""}`} />
          ) : next !== undefined ? (
            <Nothing title="None in this part of the list">There is more: go on with Next.</Nothing>
          ) : (
            <Nothing title="It doesn't tell what lies on its nodes">Some environments don’t, or your token sees none of it.</Nothing>
          )
        }
      </Answer>
      <ServerPager label="images on nodes, below" paging={paging} />
    </>
  );
}
