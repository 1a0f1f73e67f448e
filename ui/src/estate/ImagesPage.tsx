import { SearchInput, ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { usePages } from "../api/queries";
import type { Image, VerdictName } from "../api/types";
import { Act } from "../parts/Act";
import { VerdictBadge } from "../parts/Badge";
import { Head } from "../parts/Layout";
import { ServerPager } from "../parts/Pager";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { bytes } from "../parts/units";
import { DigestText, Name, Since, Tags, useNow, When } from "../parts/Words";
import { ImageDialog } from "./ImageDialog";

const VERDICTS: (VerdictName | "")[] = ["", "remove", "undecided", "keep"];

export default function ImagesPage() {
  const registry = useParams().registry ?? "";
  const [asked, ask] = useSearchParams();
  const repository = asked.get("repository") ?? undefined;
  const q = asked.get("q") ?? "";
  const verdict = (asked.get("verdict") ?? "") as VerdictName | "";
  const [chosen, setChosen] = useState<Image | null>(null);
  const [typed, setTyped] = useState(q);
  const paging = usePages<Image>("/images", { registry, repository, q, verdict });
  const now = useNow();

  const change = (name: string, value: string) =>
    ask(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === "") {
          next.delete(name);
        } else {
          next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  useEffect(() => {
    const timer = setTimeout(() => typed !== q && change("q", typed), 300);
    return () => clearTimeout(timer);
  });

  const columns: Column<Image>[] = [
    {
      name: "image",
      head: true,
      cell: (one) => (
        <>
          {repository === undefined && <Name text={one.repository} width={48} className="block" />}
          {one.role === "image" ? <Tags tags={one.tags} /> : <span className="soft">{one.role}</span>}
          <span className="below">
            <DigestText digest={one.digest} />
          </span>
        </>
      ),
    },
    { name: "verdict", cell: (one) => <VerdictBadge verdict={one.verdict} /> },
    {
      name: "why, and who uses it",
      wide: true,
      cell: (one) => (
        <>
          <code className="below">{one.rule}</code>
          <bdi className="soft">{one.reason}</bdi>
          {one.usedBy.length > 0 && (
            <span className="below">
              used by {one.usedBy.slice(0, 3).map((use, index) => (
                <span key={use}>
                  {index > 0 && ", "}
                  <Name text={use} width={60} />
                </span>
              ))}
              {one.usedBy.length > 3 && ` and ${one.usedBy.length - 3} more`}
            </span>
          )}
          {one.graceEnds !== undefined && Date.parse(one.graceEnds) > now && (
            <span className="undecided below">
              grace ends <Since at={one.graceEnds} now={now} />
            </span>
          )}
        </>
      ),
    },
    { name: "first seen", cell: ({ firstSeen }) => <When at={firstSeen} /> },
    { name: "bytes", number: true, cell: (one) => bytes(one.bytes) },
    {
      name: "more",
      cell: (one) => (
        <Act variant="link" size="sm" onClick={() => setChosen(one)} label={`Explain ${one.repository} ${one.tags[0] ?? one.digest}`}>
          Explain
        </Act>
      ),
    },
  ];

  const title = repository ?? `Images of ${registry}`;
  return (
    <>
      <Head
        title={title}
        heading={<Name text={title} width={80} />}
        above={
          <>
            <Link to="/estate">Estate</Link> / <Link to={`/estate/${encodeURIComponent(registry)}`}>{registry}</Link>
          </>
        }
      />
      <div className="tools">
        <SearchInput aria-label="Find by tag, digest or reason" placeholder="Tag, digest, reason" value={typed} onChange={(_event, value) => setTyped(value)} onClear={() => setTyped("")} />
        <ToggleGroup aria-label="Verdict">
          {VERDICTS.map((one) => (
            <ToggleGroupItem key={one} text={one === "" ? "all" : one} isSelected={verdict === one} onChange={() => change("verdict", one)} />
          ))}
        </ToggleGroup>
        <ServerPager label="images" paging={paging} />
      </div>
      <Answer of={paging.query} what="Loading images" lines={10}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="No image here">{q !== "" || verdict !== "" ? "Nothing matches; try another search or another verdict." : "Nothing was seen in this repository."}</Nothing>
          ) : (
            <Rows caption="Images" columns={columns} rows={items} id={(one) => `${one.repository} ${one.digest}`} />
          )
        }
      </Answer>
      <ServerPager label="images, below" paging={paging} />
      {chosen !== null && <ImageDialog image={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
