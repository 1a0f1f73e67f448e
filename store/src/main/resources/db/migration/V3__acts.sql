-- Plans, and what people said to them.

create sequence plan_numbers;

create table plans (
    digest         text primary key,
    number         bigint not null default nextval('plan_numbers') unique,
    registries     text[] not null,
    policies       text[] not null,
    steps          integer not null,
    reclaim_bytes  bigint not null,
    reclaim_exact  boolean not null,
    proposer       text not null,
    made_at        timestamptz not null,
    expires        timestamptz not null,
    manifests      bigint not null,
    unmet          text[] not null,
    sources        text not null,
    state          text not null check (state in ('open', 'approved', 'carried-out', 'void', 'superseded')),
    closed_reason  text not null default '',
    content_sha256 text not null
);

create index plans_by_registry on plans using gin (registries);
create index plans_by_prefix on plans (digest collate "C");

create table plan_steps (
    plan       text not null references plans on delete cascade,
    number     integer not null,
    kind       text not null,
    registry   text not null,
    repository text not null,
    digest     text not null,
    tags       text[] not null,
    reason     text not null,
    rule       text not null,
    bytes      bigint not null,
    undo       text not null,
    closure    text not null,
    built      text,
    primary key (plan, number)
);

create sequence approval_numbers;

create table approvals (
    id            text primary key,
    number        bigint not null default nextval('approval_numbers') unique,
    plan          text not null references plans,
    proposer      text not null,
    by_whom       text not null,
    reason        text not null,
    at            timestamptz not null,
    until_at      timestamptz not null,
    same_hand     boolean not null,
    state         text not null check (state in ('valid', 'used', 'withdrawn', 'lapsed', 'void')),
    execution     text,
    closed_by     text,
    closed_reason text not null default '',
    closed_at     timestamptz
);

create unique index one_valid_approval on approvals (plan) where state = 'valid';
create index approvals_by_plan on approvals (plan);

-- Executions. `events` counts the changes of one execution and its steps; `event` is the number of a row's last one.

create sequence execution_numbers;

create table executions (
    id          text primary key,
    number      bigint not null default nextval('execution_numbers') unique,
    kind        text not null check (kind in ('apply', 'undo')),
    plan        text references plans,
    approval    text references approvals,
    undoes      text references executions,
    registry    text not null,
    state       text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'stopped', 'failed')),
    by_whom     text not null,
    reason      text not null,
    created_at  timestamptz not null default clock_timestamp(),
    started_at  timestamptz,
    ended_at    timestamptz,
    end_reason  text,
    stop_by     text,
    stop_reason text,
    stop_at     timestamptz,
    events      bigint not null,
    event       bigint not null,
    check ((kind = 'apply') = (plan is not null and approval is not null)),
    check ((kind = 'undo') = (undoes is not null))
);

create index executions_that_go_on on executions (registry) where state in ('waiting', 'running');
create index executions_by_plan on executions (plan);

create table execution_steps (
    execution  text not null references executions,
    number     integer not null,
    kind       text not null
        check (kind in ('delete-manifest', 'delete-tag', 'restore-manifest', 'restore-tag')),
    repository text not null,
    digest     text not null,
    tags       text[] not null,
    closure    text not null,
    bytes      bigint not null,
    state      text not null check (state in ('waiting', 'begun', 'ended')),
    outcome    text check (outcome in ('done', 'gone', 'skipped', 'failed', 'impossible')),
    detail     text not null default '',
    attempts   integer not null default 0,
    begun_at   timestamptz,
    ended_at   timestamptz,
    event      bigint not null,
    primary key (execution, number),
    check ((state = 'ended') = (outcome is not null))
);

create index execution_steps_by_event on execution_steps (execution, event);

create table leases (
    registry  text primary key,
    holder    text not null,
    fence     bigint not null,
    until_at  timestamptz not null,
    execution text not null
);

-- What was kept for undoing. A content is there once, however often it was deleted.

create table shelf (
    one   boolean primary key default true check (one),
    bytes bigint not null
);
insert into shelf (bytes) values (0);

create table kept_contents (
    digest text primary key,
    bytes  bytea not null,
    size   integer not null
);

create table kept_manifests (
    execution    text not null,
    step         integer not null,
    number       bigint generated always as identity unique,
    repository   text not null,
    digest       text not null references kept_contents,
    media_type   text not null,
    tags         text[] not null,
    blob_types   text[] not null,
    blob_digests text[] not null,
    blob_sizes   bigint[] not null,
    children     text[] not null,
    subject      text,
    closure      text not null,
    kept_at      timestamptz not null default clock_timestamp(),
    expires_at   timestamptz not null,
    primary key (execution, step),
    foreign key (execution, step) references execution_steps (execution, number)
);

create index kept_manifests_by_content on kept_manifests (digest);
create index kept_manifests_by_expiry on kept_manifests (expires_at);

-- The record. Nothing in it is ever changed; `details` is the canonical text that the hash was made of.

create table audit_entries (
    sequence bigint primary key,
    at       timestamptz not null,
    session  text not null,
    actor    text not null,
    action   text not null,
    subject  text not null,
    reason   text not null,
    details  text not null,
    previous text not null,
    hash     text not null,
    mac      text not null
);

create table audit_head (
    one      boolean primary key default true check (one),
    sequence bigint not null,
    hash     text not null
);
insert into audit_head (sequence, hash) values (0, repeat('0', 64));

create function refuse_change_of_record() returns trigger language plpgsql as $$
begin
    raise exception 'the record is only ever added to: % of % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entries_stay before update or delete on audit_entries
    for each row execute function refuse_change_of_record();
create trigger audit_entries_stay_all before truncate on audit_entries
    for each statement execute function refuse_change_of_record();

-- Tokens, pins, and answers that were given.

create table tokens (
    id           text primary key,
    number       bigint generated always as identity unique,
    sha256       text not null unique,
    name         text not null,
    role         text not null check (role in ('viewer', 'proposer', 'approver', 'administrator')),
    registries   text[] not null,
    created_by   text not null,
    created_at   timestamptz not null default clock_timestamp(),
    expires_at   timestamptz,
    revoked_by   text,
    revoked_at   timestamptz,
    last_used_at timestamptz
);

create table pins (
    id             text primary key,
    number         bigint generated always as identity unique,
    image          text not null,
    reason         text not null,
    owner          text not null,
    until_at       timestamptz,
    by_whom        text not null,
    at             timestamptz not null default clock_timestamp(),
    removed_by     text,
    removed_reason text,
    removed_at     timestamptz
);

create table answers (
    name        text not null,
    actor       text not null,
    method      text not null,
    path        text not null,
    body_sha256 text not null,
    begun_at    timestamptz not null default clock_timestamp(),
    status      integer,
    body        text,
    primary key (name, actor, method, path)
);

create index answers_by_age on answers (begun_at);
