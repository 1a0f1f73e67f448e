import { ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { useState } from "react";
import { Link } from "react-router";
import { useAll, useGet } from "../api/queries";
import type { By, StorageItem } from "../api/storage";
import type { Page, Registry } from "../api/types";
import { useAsked } from "../environments/WorkloadTools";
import { Head, Tiles } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { type Column, Rows, type Sorting, sorted } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { Treemap } from "../parts/Treemap";
import { bytes, count, share } from "../parts/units";
import { DigestText, Name } from "../parts/Words";
import { FirstSteps } from "../sources/FirstSteps";
import { Growth } from "./Growth";
import { idOf, label } from "./labels";
import { Layers, Orphans, Sprawl } from "./Waste";

const BY: By[] = ["registry", "repository", "team", "base"];
const DAYS = [30, 90, 365];
/** Of how many days pulls are counted. */
const PULLED = 30;

/** Where the bytes lie, who grows, what is waste. */
export default function StoragePage() {
  const registries = useGet<Page<Registry>>("/registries", { limit: 500 });
  return (
    <Answer of={registries} what="Loading registries">
      {({ items }) =>
        items.length === 0 ? (
          <>
            <Head title="Storage" />
            <FirstSteps />
          </>
        ) : (
          <Known registries={items} />
        )
      }
    </Answer>
  );
}

function Known({ registries }: { registries: Registry[] }) {
  const [asked, change] = useAsked();
  const by = BY.find((one) => one === asked.get("by")) ?? "repository";
  const registry = registries.some(({ name }) => name === asked.get("registry")) ? (asked.get("registry") ?? undefined) : undefined;
  const days = DAYS.find((one) => String(one) === asked.get("days")) ?? 90;
  const storage = useAll<StorageItem>("/estate/storage", { by, registry, days: PULLED });
  const stored = registries.filter(({ name }) => registry === undefined || name === registry).reduce((sum, one) => sum + one.uniqueBytes, 0);
  return (
    <>
      <Head title="Storage" heading={`${bytes(stored)} in ${registry ?? count(registries.length, "registry", "registries")}`}>
        <p className="soft">Where the bytes lie, who grows, and what is waste.</p>
      </Head>
      <div className="tools">
        <ToggleGroup aria-label="By what bytes are told apart">
          {BY.map((one) => (
            <ToggleGroupItem key={one} text={`by ${one}`} isSelected={by === one} onChange={() => change("by", one === "repository" ? "" : one)} />
          ))}
        </ToggleGroup>
        <ToggleGroup aria-label="Days of growth">
          {DAYS.map((one) => (
            <ToggleGroupItem key={one} text={`${one} days`} isSelected={days === one} onChange={() => change("days", one === 90 ? "" : String(one))} />
          ))}
        </ToggleGroup>
        {registries.length > 1 && (
          <ToggleGroup aria-label="Which registry">
            <ToggleGroupItem text="all registries" isSelected={registry === undefined} onChange={() => change("registry", "")} />
            {registries.slice(0, 5).map(({ name }) => (
              <ToggleGroupItem key={name} text={<Name text={name} width={24} />} aria-label={name} isSelected={registry === name} onChange={() => change("registry", name)} />
            ))}
          </ToggleGroup>
        )}
      </div>
      <Answer of={storage} what="Loading storage">{({ items }) => <Storage key={by} items={items} by={by} />}</Answer>
      <Growth by={by} registry={registry} days={days} />
      <Sprawl registry={registry} />
      <Layers registry={registry} />
      <Orphans registry={registry} />
    </>
  );
}

function Storage({ items, by }: { items: StorageItem[]; by: By }) {
  const [sorting, setSorting] = useState<Sorting>({ column: "share", descending: true });
  if (items.every(({ manifests }) => manifests === 0)) {
    return <Nothing title="Nothing was seen yet">Once a registry was looked at, this says where its bytes lie.</Nothing>;
  }
  const all = items.reduce((sum, one) => sum + one.attributedBytes, 0);
  const alone = items.reduce((sum, one) => sum + one.exclusiveBytes, 0);
  const columns: Column<StorageItem>[] = [
    { name: by, head: true, sort: label, cell: (one) => <Label item={one} /> },
    { name: "share", number: true, sort: (one) => one.attributedBytes, cell: (one) => `${bytes(one.attributedBytes)}, ${share(one.attributedBytes, all)}` },
    ...(items.some(({ pulls }) => pulls !== undefined) ? PULLS : []),
    { name: "alone", number: true, sort: (one) => one.exclusiveBytes, cell: (one) => bytes(one.exclusiveBytes) },
    { name: "bytes", number: true, sort: (one) => one.bytes, cell: (one) => bytes(one.bytes) },
    { name: "tags", number: true, sort: (one) => one.tags, cell: (one) => count(one.tags) },
    { name: "manifests", number: true, sort: (one) => one.manifests, cell: (one) => count(one.manifests) },
    ...(by === "repository" ? [{ name: "registry", sort: (one: StorageItem) => one.registry ?? "", cell: (one: StorageItem) => <Name text={one.registry ?? "–"} width={30} /> }] : []),
  ];
  return (
    <>
      <Tiles
        tiles={[
          { name: by === "registry" ? "registries" : by === "repository" ? "repositories" : `${by}s`, value: count(items.length) },
          { name: "stored", value: bytes(all) },
          { name: "shared by several", value: bytes(all - alone), aside: share(all - alone, all) },
          { name: "largest share", value: bytes(items[0]?.attributedBytes ?? 0), aside: items[0] === undefined ? undefined : label(items[0]) },
        ]}
      />
      <Treemap
        tone="alone"
        areas={items.map((one) => ({ id: idOf(one), name: label(one), ...leads(one, by), bytes: one.attributedBytes, part: Math.min(one.exclusiveBytes, one.attributedBytes), words: "are held by nothing else" }))}
      >
        <span className="key alone" /> alone: freed if it went <span className="key stays apart" /> its part of what is shared. The areas sum to what is stored.
      </Treemap>
      <div className="section" />
      <Paged rows={sorted(items, columns, sorting)} label="storage" size={20}>
        {(rows) => <Rows caption={`Storage by ${by}`} columns={columns} rows={rows} id={idOf} sorting={sorting} onSort={setSorting} />}
      </Paged>
      <Told items={items} />
    </>
  );
}

const PULLS: Column<StorageItem>[] = [
  { name: "pulls", number: true, sort: ({ pulls }) => pulls, cell: ({ pulls }) => (pulls === undefined ? <span className="soft">not told</span> : count(pulls)) },
  { name: "pulls a GiB", number: true, sort: pullsPerGib, cell: (one) => pullsPerGib(one)?.toLocaleString("en-US", { maximumSignificantDigits: 2 }) ?? "–" },
];

/** Unknown of what nobody tells of, and of what takes nothing. */
function pullsPerGib({ pulls, attributedBytes }: StorageItem): number | undefined {
  return pulls === undefined || attributedBytes === 0 ? undefined : (pulls * 1024 ** 3) / attributedBytes;
}

/** Since when pulls are known, of each registry that tells of them. */
function Told({ items }: { items: StorageItem[] }) {
  const since = new Map(items.flatMap(({ registry, pullsSince }) => (registry === undefined || pullsSince === undefined ? [] : [[registry, pullsSince] as const])));
  if (since.size === 0) {
    return null;
  }
  return (
    <p className="soft">
      Pulls are those of {PULLED} days, as far as registries tell:{" "}
      {[...since].map(([registry, day], place) => (
        <span key={registry}>
          {place > 0 && ", "}
          <Name text={registry} width={30} /> since {day}
        </span>
      ))}
      . Nothing is removed for having none.
    </p>
  );
}

function leads({ registry, name }: StorageItem, by: By): { to?: string } {
  if (registry === undefined) {
    return {};
  }
  const to = `/estate/${encodeURIComponent(registry)}`;
  return { to: by === "repository" && name !== undefined ? `${to}/images?repository=${encodeURIComponent(name)}` : to };
}

function Label({ item }: { item: StorageItem }) {
  const { to } = leads(item, item.name === item.registry ? "registry" : "repository");
  if (to !== undefined) {
    return (
      <Link to={to}>
        <Name text={label(item)} width={56} />
      </Link>
    );
  }
  if (item.known === "layer" && item.digest !== undefined) {
    return (
      <>
        layer <DigestText digest={item.digest} />
        {item.foundIn !== undefined && (
          <span className="soft below">
            all of an image in <Name text={item.foundIn} width={48} />
          </span>
        )}
      </>
    );
  }
  return item.name === undefined ? <span className="soft">{label(item)}</span> : <Name text={label(item)} width={56} />;
}
