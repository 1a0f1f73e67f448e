-- What registries hold and what environments use, as looks at them found it.
--
-- last_seen is null while the last look at the repository (repositories.looked_at) saw the row, so that a look at
-- what did not change writes nothing. Names that are paged by are compared byte by byte.

create table registries (
    id         bigint generated always as identity primary key,
    name       text collate "C" not null unique,
    hosts      text[] not null,
    kind       text not null,
    first_seen timestamptz not null,
    looked_at  timestamptz
);

-- absent_since: since when no listing has had it; that alone does not make it gone.
create table repositories (
    id           bigint generated always as identity primary key,
    registry     bigint not null references registries on delete cascade,
    name         text collate "C" not null,
    first_seen   timestamptz not null,
    looked_at    timestamptz not null,
    absent_since timestamptz,
    gone_at      timestamptz,
    unique (registry, name)
);

-- Content never changes, so what is here was written once; only the build time can be learned later.
-- media_type is null where only the digest is known.
create table manifests (
    id            bigint generated always as identity primary key,
    registry      bigint not null references registries on delete cascade,
    digest        text collate "C" not null,
    kind          text check (kind in ('single', 'index', 'schema1', 'unknown')),
    media_type    text,
    size          bigint not null default 0,
    artifact_type text,
    subject       text collate "C",
    config        text collate "C",
    created_state text not null default 'unread' check (created_state in ('at', 'absent', 'unusable', 'unread')),
    created_at    timestamptz,
    first_seen    timestamptz not null,
    unique (registry, digest)
);

create table blobs (
    id         bigint generated always as identity primary key,
    registry   bigint not null references registries on delete cascade,
    digest     text collate "C" not null,
    media_type text not null,
    size       bigint not null,
    unique (registry, digest)
);

-- Of all tables this has the most rows. It is only ever written together with the manifest and the blob, so it does
-- without foreign keys, whose checks take longer than the rows themselves.
create table manifest_blobs (
    manifest bigint not null,
    blob     bigint not null,
    primary key (manifest, blob)
);

-- child: the manifest is an index that lists target; subject: it says that it belongs to target. Whether target is
-- anywhere is another question.
create table edges (
    manifest bigint not null references manifests on delete cascade,
    kind     text not null check (kind in ('child', 'subject')),
    target   text collate "C" not null,
    primary key (manifest, kind, target)
);
create index edges_by_target on edges (target);

create table repository_manifests (
    repository     bigint not null references repositories on delete cascade,
    manifest       bigint not null references manifests on delete cascade,
    first_seen     timestamptz not null,
    last_seen      timestamptz,
    gone_at        timestamptz,
    untagged_since timestamptz,
    ever_tagged    boolean not null,
    arrived_at     timestamptz not null,
    deleted_at     timestamptz,
    reappeared_at  timestamptz,
    primary key (repository, manifest)
) with (fillfactor = 90);
create index repository_manifests_by_manifest on repository_manifests (manifest);

-- manifest is null where the tag was listed and never read.
create table tags (
    id         bigint generated always as identity primary key,
    repository bigint not null references repositories on delete cascade,
    name       text collate "C" not null,
    manifest   bigint references manifests on delete cascade,
    first_seen timestamptz not null,
    last_seen  timestamptz,
    moved_at   timestamptz,
    gone_at    timestamptz,
    unique (repository, name)
) with (fillfactor = 90);
create index tags_by_manifest on tags (manifest);

-- No row for a tag's first appearance. to_manifest is null when it went, from_manifest when it came back.
create table tag_moves (
    id            bigint generated always as identity primary key,
    repository    bigint not null references repositories on delete cascade,
    tag           text collate "C" not null,
    from_manifest bigint references manifests on delete cascade,
    to_manifest   bigint references manifests on delete cascade,
    at            timestamptz not null
);
create index tag_moves_by_tag on tag_moves (repository, tag);

-- One row for each look at a source. applied: whether it changed what is known; a look at which nothing was heard,
-- or that a later one has overtaken, does not.
create table observations (
    id           bigint generated always as identity primary key,
    session      text not null,
    source       text not null check (source in ('registry', 'environment')),
    name         text collate "C" not null,
    kind         text not null,
    started_at   timestamptz not null,
    ended_at     timestamptz not null,
    heard        text not null check (heard in ('yes', 'partly', 'no')),
    detail       text not null,
    requests     bigint not null,
    applied      boolean not null,
    repositories bigint not null default 0,
    tags         bigint not null default 0,
    manifests    bigint not null default 0,
    untagged     bigint not null default 0,
    unique_bytes bigint not null default 0,
    uses         bigint not null default 0,
    gaps         bigint not null default 0
);
create index observations_by_source on observations (source, name, ended_at, id);

-- The first gaps of a look; observations.gaps counts them all.
create table gaps (
    observation bigint not null references observations on delete cascade,
    ordinal     int not null,
    repository  text not null,
    kind        text not null check (kind in ('structure', 'config')),
    what        text not null,
    why         text not null,
    primary key (observation, ordinal)
);

-- covered_from: since when it was heard wholly without a pause; null if it never was.
create table environments (
    name         text collate "C" primary key,
    url          text not null default '',
    kind         text not null default '',
    identity     text,
    state        text not null check (state in ('watched', 'removed', 'changed', 'shrunk', 'retired')),
    why          text not null default '',
    decided_by   text,
    state_at     timestamptz not null,
    heard        text check (heard in ('yes', 'partly', 'no')),
    detail       text not null default '',
    requests     bigint not null default 0,
    looked_at    timestamptz,
    heard_at     timestamptz,
    covered_from timestamptz
);

-- hold: why an open use protects: shown by the environment, or remembered for the reason in why. A use without any
-- part of a reference is known by its digests alone.
create table uses (
    id          bigint generated always as identity primary key,
    environment text collate "C" not null references environments on delete cascade,
    identity    text,
    workload    text not null,
    kind        text not null check (kind in ('running', 'stopped', 'desired', 'rollback', 'pinned')),
    host        text,
    repository  text collate "C",
    tag         text collate "C",
    named       text collate "C",
    digests     text[] not null,
    from_at     timestamptz not null,
    to_at       timestamptz,
    protects    boolean generated always as (to_at is null) stored,
    hold        text not null check (hold in ('shown', 'unheard', 'shrunk', 'changed', 'rollback')),
    why         text not null default ''
);
create index uses_open on uses (environment) where to_at is null;
create index uses_of_services on uses (environment, to_at) where kind = 'desired' and to_at is not null;
create index uses_by_digest on uses using gin (digests);
create index uses_by_tag on uses (repository, tag);

-- Of the last look at each registry.
create table verdicts (
    registry   bigint not null references registries on delete cascade,
    repository text collate "C" not null,
    digest     text collate "C" not null,
    role       text not null check (role in ('image', 'child', 'referrer')),
    tags       text[] not null,
    verdict    text not null check (verdict in ('keep', 'remove', 'undecided')),
    rule       text not null,
    reason     text not null,
    bytes      bigint not null,
    built      timestamptz,
    primary key (registry, repository, digest)
) with (fillfactor = 80);
create index verdicts_by_digest on verdicts (digest);
