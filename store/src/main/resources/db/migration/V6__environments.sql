-- Which of a workload's containers uses an image, and what a file declares.

alter table uses add container text not null default '';
alter table uses drop constraint uses_kind_check;
alter table uses add constraint uses_kind_check
    check (kind in ('running', 'stopped', 'desired', 'rollback', 'declared', 'pinned'));

-- directory: the name of the configured directory that led here; null where the environment is configured itself.
-- heard_since: since when it has been heard as it is now. freshness: whether changes are heard at once, and if not,
-- whether they could be. hints, notices and registries are JSON, all of the last look at which they were told.

alter table environments
    add directory     text collate "C",
    add heard_since   timestamptz,
    add freshness     text not null default 'none' check (freshness in ('none', 'events', 'deaf')),
    add freshness_why text not null default '',
    add hints         text not null default '[]',
    add nodes         text[] not null default '{}',
    add notices       text not null default '[]',
    add registries    text not null default '[]';
create index environments_by_directory on environments (directory) where directory is not null;

-- last_seen is null while the last look saw the row, so that a look at what did not change writes nothing.

create table environment_workloads (
    environment text collate "C" not null references environments on delete cascade,
    name        text collate "C" not null,
    space       text,
    hints       text not null,
    first_seen  timestamptz not null,
    last_seen   timestamptz,
    primary key (environment, name)
);

-- key: a digest over what tells the image from others on its node.

create table environment_images (
    environment text collate "C" not null references environments on delete cascade,
    node        text collate "C" not null,
    key         text collate "C" not null,
    names       text[] not null,
    digests     text[] not null,
    size        bigint not null,
    first_seen  timestamptz not null,
    last_seen   timestamptz,
    primary key (environment, node, key)
);

-- Which of several servers watches an environment or a directory; by the database's clock.

create table environment_watches (
    environment text collate "C" primary key,
    holder      text not null,
    until_at    timestamptz not null
);

-- A use can name an image by its config alone.

create index manifests_by_config on manifests (config) where config is not null;
