import { Alert, FormGroup, FormSelect, FormSelectOption, TextInput } from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePages } from "../api/queries";
import type { NewToken, RoleName, Token } from "../api/types";
import { Act } from "../parts/Act";
import { Badge } from "../parts/Badge";
import { Snippet } from "../parts/Copy";
import { Head } from "../parts/Layout";
import { ServerPager } from "../parts/Pager";
import { ReasonDialog } from "../parts/ReasonDialog";
import { type Column, Rows } from "../parts/Rows";
import { Answer, Nothing } from "../parts/States";
import { Name, Since, useNow, When } from "../parts/Words";
import { whyNot } from "../session/permissions";
import { useIntent, useSession } from "../session/session";

const ROLES: { name: RoleName; may: string }[] = [
  { name: "viewer", may: "reads everything" },
  { name: "proposer", may: "also proposes plans and pins" },
  { name: "approver", may: "also approves and carries out" },
  { name: "administrator", may: "also judges environments and hands out tokens" },
  { name: "notifier", may: "tells of changes in registries, and reads nothing" },
];

export default function TokensPage() {
  const { who } = useSession();
  const off = whyNot(who, "administer");
  return off === undefined ? (
    <Tokens />
  ) : (
    <>
      <Head title="Tokens" />
      <Nothing title="Only administrators see tokens">{off}</Nothing>
    </>
  );
}

function Tokens() {
  const { client } = useSession();
  const queries = useQueryClient();
  const intent = useIntent();
  const paging = usePages<Token>("/tokens", {});
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const [fresh, setFresh] = useState<NewToken | null>(null);
  const renew = () => void queries.invalidateQueries({ queryKey: ["/tokens"] });
  const revoke = async () => {
    const path = `/tokens/${encodeURIComponent(revoking?.id ?? "")}`;
    await client.send(path, { method: "DELETE", key: intent.keyFor(path) });
    intent.answered();
    renew();
  };
  const columns: Column<Token>[] = [
    { name: "name", head: true, cell: ({ name }) => <Name text={name} width={40} /> },
    { name: "role", cell: ({ role }) => role },
    { name: "registries", wide: true, cell: ({ registries }) => <Name text={registries.join(", ")} width={60} /> },
    { name: "made", cell: ({ createdAt }) => <When at={createdAt} /> },
    { name: "last used", cell: ({ lastUsed }) => <Since at={lastUsed} now={now} /> },
    {
      name: "expires",
      cell: (token) =>
        token.revoked ? <Badge tone="quiet" shape="cross" word="revoked" /> : token.expires === undefined ? "never" : <Since at={token.expires} now={now} />,
    },
    {
      name: "change",
      cell: (token) =>
        token.revoked ? (
          <span className="soft">–</span>
        ) : (
          <Act size="sm" variant="link" onClick={() => setRevoking(token)} label={`Revoke ${token.name}`}>
            Revoke
          </Act>
        ),
    },
  ];
  return (
    <>
      <Head
        title="Tokens"
        actions={
          <Act variant="primary" onClick={() => setAdding(true)}>
            New token
          </Act>
        }
      >
        <p className="soft">Whoever holds a token may do what its role allows, on the registries that it names.</p>
      </Head>
      {fresh !== null && (
        <Alert variant="success" isInline component="p" role="status" title={`Token ${fresh.name}: copy it now, it is not shown again`} className="fresh">
          <Snippet text={fresh.token} label="token" />
        </Alert>
      )}
      <Answer of={paging.query} what="Loading tokens">
        {({ items }) => (items.length === 0 ? <Nothing title="No token but the administrator's first" /> : <Rows caption="Tokens" columns={columns} rows={items} id={({ id }) => id} />)}
      </Answer>
      <ServerPager label="tokens" paging={paging} />
      {adding && (
        <NewTokenDialog
          onMade={(token) => {
            setFresh(token);
            renew();
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {revoking !== null && (
        <ReasonDialog title={`Revoke ${revoking.name}`} verb="Revoke" danger reason="none" act={revoke} onClose={() => setRevoking(null)}>
          <p>Whoever uses it is refused from now on. This can't be taken back.</p>
        </ReasonDialog>
      )}
    </>
  );
}

function NewTokenDialog({ onMade, onClose }: { onMade: (token: NewToken) => void; onClose: () => void }) {
  const { client } = useSession();
  const intent = useIntent();
  const [name, setName] = useState("");
  const [role, setRole] = useState<RoleName>("viewer");
  const [registries, setRegistries] = useState("**");
  const [days, setDays] = useState("90");
  const make = async () => {
    const globs = registries.split(/[\s,]+/).filter((glob) => glob !== "");
    const body = { name: name.trim(), role, ...(globs.length === 0 ? {} : { registries: globs }), ...(days.trim() === "" ? {} : { expiresIn: `P${days.trim()}D` }) };
    onMade(await client.send<NewToken>("/tokens", { method: "POST", body, key: intent.keyFor(body) }));
    intent.answered();
  };
  const off = name.trim() === "" ? "Name the token after who will use it." : /^\d*$/.test(days.trim()) ? undefined : "Days are a whole number.";
  return (
    <ReasonDialog title="New token" verb="Make the token" reason="none" off={off} act={make} onClose={onClose}>
      <FormGroup label="Name" isRequired fieldId="token-name">
        <TextInput id="token-name" value={name} onChange={(_event, value) => setName(value)} placeholder="ci-pipeline" />
      </FormGroup>
      <FormGroup label="Role" fieldId="token-role">
        <FormSelect id="token-role" value={role} onChange={(_event, value) => setRole(value as RoleName)}>
          {ROLES.map((one) => (
            <FormSelectOption key={one.name} value={one.name} label={`${one.name}: ${one.may}`} />
          ))}
        </FormSelect>
      </FormGroup>
      <FormGroup label="Registries (globs)" fieldId="token-registries">
        <TextInput id="token-registries" value={registries} onChange={(_event, value) => setRegistries(value)} />
      </FormGroup>
      <FormGroup label="Expires in days (empty: never)" fieldId="token-days">
        <TextInput id="token-days" inputMode="numeric" value={days} onChange={(_event, value) => setDays(value)} />
      </FormGroup>
    </ReasonDialog>
  );
}
