import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import { useId } from "react";
import { Link } from "react-router";
import { useGet } from "../api/queries";
import type { UseOverTime } from "../api/environments";
import type { ExplainedImage, Explanation, Image, Page } from "../api/types";
import { usesPath } from "../environments/paths";
import { TierBadge, UseBadge, VerdictBadge } from "../parts/Badge";
import { CopyButton } from "../parts/Copy";
import { Fact } from "../parts/Layout";
import { Answer } from "../parts/States";
import { brief, shortened } from "../parts/text";
import { bytes, span } from "../parts/units";
import { DigestText, Name, Tags, When } from "../parts/Words";

/** All that is known of one image, and what decides about it. */
export function ImageDialog({ image, onClose }: { image: Image; onClose: () => void }) {
  const id = useId();
  const explained = useGet<Explanation>("/images/explain", { image: `${image.repository}@${image.digest}`, registry: image.registry });
  const title = `${image.repository}${image.tags[0] === undefined ? "" : `:${image.tags[0]}`}`;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby={id}>
      <ModalHeader title={shortened(title, 90)} labelId={id} />
      <ModalBody tabIndex={0} aria-label="Explanation">
        <dl className="facts">
          <Fact name="digest">
            <code className="whole">{image.digest}</code>
            <CopyButton text={image.digest} label="Copy digest" />
          </Fact>
          <Fact name="bytes">{bytes(image.bytes)}</Fact>
          <Fact name="built">
            <When at={image.built} />
          </Fact>
          <Fact name="seen">
            first <When at={image.firstSeen} />, last <When at={image.lastSeen} />
          </Fact>
        </dl>
        <Answer of={explained} what="Loading the explanation">
          {({ matches }) =>
            matches.length === 0 ? <p className="soft">It is no longer there.</p> : matches.map((match) => <Match key={`${match.registry} ${match.repository} ${match.digest}`} match={match} />)
          }
        </Answer>
        <Users image={`${image.repository}@${image.digest}`} onLeave={onClose} />
      </ModalBody>
      <ModalFooter>
        <Button variant="secondary" onClick={onClose}>
          Close
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function Match({ match }: { match: ExplainedImage }) {
  return (
    <dl className="facts match">
      <Fact name="where">
        <Name text={match.registry} /> / <Name text={match.repository} />, {match.role}
      </Fact>
      <Fact name="tags">
        <Tags tags={match.tags} most={30} />
      </Fact>
      <Fact name="verdict">
        <VerdictBadge verdict={match.verdict} /> <code>{match.rule}</code>
        <p>
          <bdi>{match.reason}</bdi>
        </p>
      </Fact>
      {match.graceEnds !== undefined && (
        <Fact name="grace ends">
          <When at={match.graceEnds} />
        </Fact>
      )}
      {match.pins.length > 0 && <Fact name="pinned">{match.pins.map((pin) => [pin.reason, pin.owner].filter(Boolean).join(", ")).join("; ")}</Fact>}
      {match.heldBy.length > 0 && (
        <Fact name="held by">
          <Digests of={match.heldBy} />
        </Fact>
      )}
      {match.holds.length > 0 && (
        <Fact name="holds">
          <Digests of={match.holds} />
        </Fact>
      )}
      {match.plan !== undefined && (
        <Fact name="in plan">
          <Link to={`/plans/${match.plan}`}>{brief(match.plan)}</Link>
        </Fact>
      )}
    </dl>
  );
}

const SHOWN = 8;

/** Who uses it, and since when; the rest, and who did before, is a page of its own. */
function Users({ image, onLeave }: { image: string; onLeave: () => void }) {
  const uses = useGet<Page<UseOverTime>>("/uses", { image, limit: SHOWN });
  return (
    <section className="users" aria-label="Who uses it">
      <h3>Who uses it, and since when</h3>
      <Answer of={uses} what="Loading who uses it" lines={3}>
        {({ items, next }) => (
          <>
            {items.length === 0 && next === undefined && <p className="soft">Nothing that was heard.</p>}
            <ul>
              {items.map((use) => (
                <li key={[use.environment, use.workload, use.container, use.kind, use.from].join(" ")}>
                  <OneUser use={use} />
                </li>
              ))}
            </ul>
            <Link to={usesPath(image, true)} onClick={onLeave}>
              {next === undefined ? "Who did before, too" : "All of them, and who did before"}
            </Link>
          </>
        )}
      </Answer>
    </section>
  );
}

function OneUser({ use }: { use: UseOverTime }) {
  return (
    <>
      <p>
        <strong>
          <Name text={use.workload} width={60} />
        </strong>
        {use.container !== undefined && (
          <>
            , container <Name text={use.container} width={40} />
          </>
        )}{" "}
        in <Name text={use.environment} width={60} />
      </p>
      <p className="badges">
        <UseBadge kind={use.kind} />
        <span>
          since <When at={use.from} />
        </span>
        <TierBadge tier={use.tier} />
        {use.team !== undefined && (
          <span>
            team <Name text={use.team} width={40} />
          </span>
        )}
        <span className="soft">{use.ageSeconds === undefined ? "never heard" : `heard ${span(use.ageSeconds)} ago`}</span>
      </p>
      {use.why !== undefined && (
        <p className="undecided">
          remembered: <bdi>{use.why}</bdi>
        </p>
      )}
    </>
  );
}

function Digests({ of }: { of: string[] }) {
  return (
    <span className="tags">
      {of.slice(0, 20).map((digest) => (
        <DigestText key={digest} digest={digest} />
      ))}
      {of.length > 20 && <span className="soft">and {of.length - 20} more</span>}
    </span>
  );
}
