import { SearchInput } from "@patternfly/react-core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { touch, useAll, useGet } from "../api/queries";
import { asProblem } from "../api/problem";
import type { GarbageCollection, Registry, Repository } from "../api/types";
import { GcGuidance } from "../executions/GcGuidance";
import { Act } from "../parts/Act";
import { HeldBack } from "../environments/HeldBack";
import { HeardBadge } from "../parts/Badge";
import { Goes, Head, Panel, Tiles } from "../parts/Layout";
import { Paged } from "../parts/Pager";
import { type Column, Rows, type Sorting, sorted } from "../parts/Rows";
import { Answer, Nothing, ProblemAlert } from "../parts/States";
import { brief } from "../parts/text";
import { bytes, count, duration, share } from "../parts/units";
import { Name, Since, useNow, When } from "../parts/Words";
import { CompletenessYaml } from "../plans/CompletenessYaml";
import { whyNot } from "../session/permissions";
import { useSession } from "../session/session";
import { StorageMap } from "./StorageMap";

export default function RegistryPage() {
  const name = useParams().registry ?? "";
  const path = `/registries/${encodeURIComponent(name)}`;
  const registry = useGet<Registry>(path);
  const repositories = useAll<Repository>(`${path}/repositories`);
  const gc = useGet<GarbageCollection>(`${path}/gc`);
  const now = useNow();
  return (
    <Answer of={registry} what={`Loading registry ${name}`}>
      {(one) => (
        <>
          <Head
            title={one.name}
            heading={<Name text={one.name} />}
            above={<Link to="/estate">Estate</Link>}
            actions={<Look registry={one} />}
          >
            <p className="soft">
              <Name text={one.url} /> · {one.role} · heard <HeardBadge heard={one.heard} />, <Since at={one.observedAt} now={now} /> · nothing is deleted within{" "}
              {duration(one.grace)} of its first sight
            </p>
            <Tiles
              tiles={[
                { name: "repositories", value: count(one.repositories) },
                { name: "tags", value: count(one.tags) },
                { name: "manifests", value: count(one.manifests), aside: `${count(one.untagged)} untagged` },
                { name: "unique bytes", value: bytes(one.uniqueBytes) },
                {
                  name: "could go",
                  value: one.reclaimBytes === 0 ? "nothing" : bytes(one.reclaimBytes),
                  tone: one.reclaimBytes > 0 ? "goes" : undefined,
                  aside:
                    one.planDigest === undefined ? (
                      share(one.reclaimBytes, one.uniqueBytes)
                    ) : (
                      <Link to={`/plans/${one.planDigest}`}>plan {brief(one.planDigest)}</Link>
                    ),
                },
              ]}
            />
          </Head>
          <HeldBack registry={one} />
          {one.role === "primary" && !one.environmentsComplete && <CompletenessYaml registry={one} />}
          <Answer of={repositories} what="Loading repositories">
            {({ items, whole }) => (
              <>
                <StorageMap registry={one.name} repositories={items} />
                <RepositoryTable registry={one.name} repositories={items} whole={whole} />
              </>
            )}
          </Answer>
          {gc.data !== undefined && gc.data.wouldFreeBytes > 0 && <GcGuidance gc={gc.data} />}
        </>
      )}
    </Answer>
  );
}

function Look({ registry }: { registry: Registry }) {
  const { client, who } = useSession();
  const queries = useQueryClient();
  const look = useMutation({
    mutationFn: () => client.send(`/registries/${encodeURIComponent(registry.name)}/look`, { method: "POST" }),
    onSuccess: () => touch(queries, ["observation"]),
  });
  return (
    <>
      <Act off={whyNot(who, "propose", registry.name)} isLoading={look.isPending} onClick={() => look.mutate()}>
        Look now
      </Act>
      <span role="status" className="soft">
        {look.isSuccess && "Asked for; this page follows."}
      </span>
      {look.isError && <ProblemAlert problem={asProblem(look.error)} />}
    </>
  );
}

function RepositoryTable({ registry, repositories, whole }: { registry: string; repositories: Repository[]; whole: boolean }) {
  const [find, setFind] = useState("");
  const [sorting, setSorting] = useState<Sorting>({ column: "could go", descending: true });
  const columns: Column<Repository>[] = [
    {
      name: "repository",
      head: true,
      sort: (one) => one.name,
      cell: (one) => (
        <Link to={`/estate/${encodeURIComponent(registry)}/images?repository=${encodeURIComponent(one.name)}`}>
          <Name text={one.name} width={56} />
        </Link>
      ),
    },
    {
      name: "could go",
      number: true,
      sort: (one) => one.removeBytes,
      cell: (one) => <Goes part={one.removeBytes} whole={one.bytes} />,
    },
    { name: "bytes", number: true, sort: (one) => one.bytes, cell: (one) => bytes(one.bytes) },
    { name: "remove", number: true, sort: (one) => one.removeImages, cell: (one) => <Figure of={one.removeImages} tone="goes" /> },
    { name: "undecided", number: true, sort: (one) => one.undecidedImages, cell: (one) => <Figure of={one.undecidedImages} tone="undecided" /> },
    { name: "keep", number: true, sort: (one) => one.keepImages, cell: (one) => <Figure of={one.keepImages} /> },
    { name: "in use", number: true, sort: (one) => one.inUse, cell: (one) => <Figure of={one.inUse} /> },
    { name: "tags", number: true, sort: (one) => one.tags, cell: (one) => count(one.tags) },
    { name: "pushed", sort: (one) => one.lastPushed ?? "", cell: (one) => <When at={one.lastPushed} /> },
  ];
  const wanted = find.trim().toLowerCase();
  const rows = sorted(
    repositories.filter(({ name }) => name.toLowerCase().includes(wanted)),
    columns,
    sorting,
  );
  return (
    <Panel
      title="Storage by repository"
      bare
      actions={
        <>
          <SearchInput aria-label="Find a repository" placeholder="Find a repository" value={find} onChange={(_event, value) => setFind(value)} onClear={() => setFind("")} />
          <Link to={`/estate/${encodeURIComponent(registry)}/images`}>All images</Link>
        </>
      }
    >
      {!whole && <p className="soft">Only the first {count(repositories.length)} repositories are listed here; all are under “All images”.</p>}
      {rows.length === 0 ? (
        <Nothing title={repositories.length === 0 ? "No repository was seen" : "No repository is named so"} />
      ) : (
        <Paged rows={rows} label="repositories" size={50}>
          {(shown) => <Rows caption="Storage by repository" columns={columns} rows={shown} id={({ name }) => name} sorting={sorting} onSort={setSorting} />}
        </Paged>
      )}
    </Panel>
  );
}

function Figure({ of, tone }: { of: number; tone?: "goes" | "undecided" }) {
  return of === 0 ? <span className="soft">–</span> : <span className={tone}>{count(of)}</span>;
}
