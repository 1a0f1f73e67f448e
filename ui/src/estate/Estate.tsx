import { Link } from "react-router";
import { useGet } from "../api/queries";
import type { Page, Registry } from "../api/types";
import { HeardBadge } from "../parts/Badge";
import { Goes, Head } from "../parts/Layout";
import { type Column, Rows } from "../parts/Rows";
import { Answer } from "../parts/States";
import { bytes, count } from "../parts/units";
import { Name, Since, useNow } from "../parts/Words";
import { FirstSteps } from "../sources/FirstSteps";

export default function Estate() {
  const registries = useGet<Page<Registry>>("/registries", { limit: 500 });
  const now = useNow();
  const columns: Column<Registry>[] = [
    {
      name: "registry",
      head: true,
      cell: (one) => (
        <>
          <Link to={`/estate/${encodeURIComponent(one.name)}`}>
            <Name text={one.name} width={40} />
          </Link>
          <span className="soft below">
            <Name text={one.url} width={48} />
          </span>
        </>
      ),
    },
    { name: "role", cell: ({ role }) => (role === "primary" ? role : `${role}, only read`) },
    { name: "heard", cell: ({ heard }) => <HeardBadge heard={heard} /> },
    { name: "seen", cell: ({ observedAt }) => <Since at={observedAt} now={now} /> },
    { name: "repositories", number: true, cell: (one) => count(one.repositories) },
    { name: "manifests", number: true, cell: (one) => count(one.manifests) },
    { name: "unique bytes", number: true, cell: (one) => bytes(one.uniqueBytes) },
    { name: "could go", number: true, cell: (one) => <Goes part={one.reclaimBytes} whole={one.uniqueBytes} /> },
  ];
  return (
    <Answer of={registries} what="Loading registries">
      {({ items }) => (
        <>
          <Head title="Estate">
            <p className="soft">Every registry that Regent reads, and what is in it.</p>
          </Head>
          {items.length === 0 ? <FirstSteps /> : <Rows caption="Registries" columns={columns} rows={items} id={({ name }) => name} />}
        </>
      )}
    </Answer>
  );
}
