-- What the last look at a registry left only because environments were not wholly heard.

alter table registries
    add held_back_bytes     bigint not null default 0,
    add held_back_manifests integer not null default 0;
