-- What an image is built on, as far as its manifest tells: the lowest of its layers, and what whoever built it says.
-- layers is null where the manifest was kept before this was; repeated_layers and repeated_bytes count what stands in it
-- more than once.

alter table manifests
    add bottom_layer    text collate "C",
    add layers          integer,
    add repeated_layers integer,
    add repeated_bytes  bigint,
    add base_name       text collate "C",
    add base_digest     text collate "C";

-- What each repository held, by the last look of each day (UTC) that heard all of its registry. What is older than 90 days
-- is kept by the week. attributed_bytes: what it shares divided equally among those that share it, so that over a registry
-- they sum to what it stores. A repository that went has a last row of zeros.

create table repository_sizes (
    repository       bigint not null references repositories on delete cascade,
    day              date not null,
    at               timestamptz not null,
    tags             bigint not null,
    manifests        bigint not null,
    bytes            bigint not null,
    exclusive_bytes  bigint not null,
    attributed_bytes bigint not null,
    primary key (repository, day)
);

-- What lies on the volume behind a registry and belongs to nothing, by the last look that read the volume. The items are
-- the largest blobs, and uploads; the totals count all.

create table leftovers (
    registry     bigint primary key references registries on delete cascade,
    seen_at      timestamptz not null,
    blobs        bigint not null,
    blob_bytes   bigint not null,
    uploads      bigint not null,
    upload_bytes bigint not null
);

create table leftover_items (
    registry   bigint not null references leftovers on delete cascade,
    kind       text not null check (kind in ('blob', 'upload')),
    repository text collate "C" not null,
    name       text collate "C" not null,
    bytes      bigint not null,
    since      timestamptz,
    primary key (registry, kind, repository, name)
);

-- The largest layers first.

create index blobs_by_size on blobs (registry, size desc, digest);
create index manifest_blobs_by_blob on manifest_blobs (blob);
