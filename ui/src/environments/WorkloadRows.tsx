import { Link } from "react-router";
import type { Held, Said, UsedImage, Workload } from "../api/environments";
import { HeldBadge, TierBadge, UseBadge } from "../parts/Badge";
import { CopyButton } from "../parts/Copy";
import { type Column, Rows } from "../parts/Rows";
import { span } from "../parts/units";
import { DigestText, Name, When } from "../parts/Words";
import { environmentPath, exactly, usesPath } from "./paths";

const SHOWN = 5;

/** Workloads, a row each, with whose they are and every image that they use. */
export function WorkloadRows({ workloads, everywhere, held }: { workloads: Workload[]; everywhere: boolean; held?: Held | undefined }) {
  const columns: Column<Workload>[] = [
    {
      name: "workload",
      head: true,
      cell: (one) => (
        <>
          <Name text={one.name} width={48} />
          {one.space !== undefined && (
            <span className="soft below">
              in <Name text={one.space} width={40} />
            </span>
          )}
          {everywhere && (
            <span className="below">
              <Link to={environmentPath(one.environment)}>
                <Name text={one.environment} width={40} />
              </Link>
            </span>
          )}
          {everywhere && <span className="soft below">{one.ageSeconds === undefined ? "never heard" : `heard ${span(one.ageSeconds)} ago`}</span>}
        </>
      ),
    },
    { name: "whose", cell: (one) => <Whose workload={one} /> },
    { name: "images", wide: true, cell: (one) => <Images workload={one} held={held} /> },
  ];
  return <Rows caption="Workloads and their images" columns={columns} rows={workloads} id={(one) => `${one.environment} ${one.space ?? ""} ${one.name}`} />;
}

function Whose({ workload: { tier, team, owner, conflicts } }: { workload: Workload }) {
  return (
    <>
      <TierBadge tier={tier.value} />
      <span className="soft below">
        {tier.value === "unknown" ? "counts as production; " : ""}
        <bdi>{tier.source}</bdi>
      </span>
      {team !== undefined && <Saying what="team" said={team} />}
      {owner !== undefined && <Saying what="owner" said={owner} />}
      {conflicts.length > 0 && (
        <ul className="blind-spots" aria-label="Contradictions">
          {conflicts.map((conflict) => (
            <li key={conflict}>
              <bdi>{conflict}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Saying({ what, said }: { what: string; said: Said }) {
  return (
    <span className="below said">
      {what} <Name text={said.value} width={40} />
      <span className="soft below">
        <bdi>{said.source}</bdi>
      </span>
    </span>
  );
}

/** Those that answer the question; the others on demand. */
export function split(images: UsedImage[], held: Held | undefined, most = SHOWN): [UsedImage[], UsedImage[]] {
  const asked = held === undefined ? images : images.filter((image) => image.held === held);
  const first = asked.slice(0, most);
  return [first, images.filter((image) => !first.includes(image))];
}

function Images({ workload: { name, images }, held }: { workload: Workload; held?: Held | undefined }) {
  const [first, others] = split(images, held);
  if (images.length === 0) {
    return <span className="soft">none that was heard</span>;
  }
  return (
    <>
      <ImageList images={first} label={`Images of ${name}`} />
      {others.length > 0 && (
        <details className="plain-details">
          <summary>
            {others.length} more<span className="pf-v6-u-screen-reader"> of {name}</span>
          </summary>
          <ImageList images={others} label={`More images of ${name}`} />
        </details>
      )}
    </>
  );
}

function ImageList({ images, label }: { images: UsedImage[]; label: string }) {
  return (
    <ul className="used" aria-label={label}>
      {images.map((image, index) => (
        <li key={`${image.kind} ${image.container ?? ""} ${image.reference ?? ""} ${image.digests[0] ?? ""} ${index}`}>
          <OneImage image={image} />
        </li>
      ))}
    </ul>
  );
}

/** What a missing image means for a use of it. */
const WOULD_FAIL: Partial<Record<string, string>> = {
  running: "a restart elsewhere would fail",
  desired: "a restart elsewhere would fail",
  rollback: "going back to it would fail",
  stopped: "a start elsewhere would fail",
  declared: "starting from that file would fail",
};

function OneImage({ image }: { image: UsedImage }) {
  const { container, kind, reference, digests, since, held, places, why, remembered } = image;
  const asked = exactly(reference, digests[0]);
  const shown = reference?.split("@")[0];
  return (
    <>
      <div className="used-what">
        {shown === undefined ? (
          <span className="soft">only an id</span>
        ) : asked === undefined ? (
          <Name text={shown} width={72} />
        ) : (
          <Link to={usesPath(asked)} title={`who uses ${reference}`}>
            <Name text={shown} width={72} />
          </Link>
        )}
        <p className="used-more">
          <UseBadge kind={kind} />
          {container !== undefined && (
            <span>
              container <Name text={container} width={32} />
            </span>
          )}
          {digests[0] !== undefined && (
            <span className="nowrap">
              <DigestText digest={digests[0]} />
              <CopyButton text={digests[0]} label={`Copy digest ${digests[0].slice(7, 19)}`} />
              {digests.length > 1 && (
                <span className="soft" title={digests.slice(1).join("\n")}>
                  and {digests.length - 1} more
                </span>
              )}
            </span>
          )}
          <span className="soft">
            since <When at={since} />
          </span>
        </p>
        {remembered !== undefined && (
          <p className="undecided">
            remembered: <bdi>{remembered}</bdi>
          </p>
        )}
      </div>
      <div className="used-held">
        <HeldBadge held={held} />
        {held === "missing" && <p className="goes">{WOULD_FAIL[kind] ?? "using it would fail"}</p>}
        {why !== undefined && (
          <p className="soft">
            <bdi>{why}</bdi>
          </p>
        )}
        {places.slice(0, 3).map(({ registry, repository }) => (
          <p key={`${registry} ${repository}`} className="soft">
            {held === "missing" ? "also in" : "in"}{" "}
            <Link to={`/estate/${encodeURIComponent(registry)}/images?repository=${encodeURIComponent(repository)}`}>
              <Name text={`${registry}/${repository}`} width={40} />
            </Link>
          </p>
        ))}
        {places.length > 3 && <p className="soft">and {places.length - 3} more</p>}
      </div>
    </>
  );
}
