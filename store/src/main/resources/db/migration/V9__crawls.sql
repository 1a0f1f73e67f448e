-- What looks over /v2/ bring, kept while they go on: what a digest names needn't be read twice, and a look that is cut
-- off goes on where it was.

-- Bytes of manifests, of whatever registries. A digest names its content for ever.
create table manifest_bytes (
    digest  text collate "C" primary key,
    content bytea not null,
    read_at timestamptz not null default now()
);

-- What configs say of when they were built.
create table config_times (
    config        text collate "C" primary key,
    created_state text not null check (created_state in ('at', 'absent', 'unusable')),
    created_at    timestamptz
);

-- The look at a registry that is under way, or was cut off. went_on_at: since when it goes on, at: when it was heard of
-- last; done and total count tags. run: who is at it; whoever was before writes nothing any more.
create table crawls (
    registry   text collate "C" primary key,
    run        text not null,
    began_at   timestamptz not null,
    went_on_at timestamptz not null,
    at         timestamptz not null,
    done       bigint not null default 0,
    total      bigint not null default 0,
    stop       boolean not null default false
);

-- What it asked for by tag or digest, and where that led; digest is null where it answered 404.
create table crawl_reads (
    registry   text collate "C" not null,
    repository text collate "C" not null,
    reference  text collate "C" not null,
    digest     text collate "C",
    primary key (registry, repository, reference)
);

-- Since when tags are only asked whether they moved: when all were last read anew.
alter table registries add column read_anew_at timestamptz;

-- Whether all of a registry was looked at: only then are the figures the registry's.
alter table observations add column whole boolean not null default true;
