-- How often manifests were pulled, by what registries told of by themselves. It is for people to see: nothing is judged by
-- it. A registry and its repository can be known here before they were looked at.

-- day: in UTC, when it was told. What is older than 90 days is deleted with the first pull of a new day.
create table pulls (
    registry   text collate "C" not null,
    repository text collate "C" not null,
    manifest   text collate "C" not null,
    day        date not null,
    pulls      bigint not null,
    primary key (registry, day, repository, manifest)
);

-- pulls_since: when it told for the first time that a manifest was read; what was pulled before is not known.
alter table registry_hints add pulls_since timestamptz;
