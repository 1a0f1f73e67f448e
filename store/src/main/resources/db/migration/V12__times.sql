-- What carrying out takes, to tell of the next time how long it will take. beside: how many tags its repository had
-- besides those that go with the closure, when a step was begun.
alter table execution_steps add column beside integer;

-- Looks at one repository that came before closures.
create table execution_looks (
    execution  text not null references executions,
    number     bigint generated always as identity,
    repository text not null,
    tags       integer not null,
    seconds    double precision not null,
    ended_at   timestamptz not null default clock_timestamp(),
    primary key (execution, number)
);

-- How fast a registry answered: of each look at all of it, and of the last one by repository.
alter table observations add column median_ms double precision, add column p95_ms double precision;

create table repository_times (
    registry   text collate "C" not null,
    repository text collate "C" not null,
    requests   bigint not null,
    errors     bigint not null,
    slowest_ms double precision not null,
    primary key (registry, repository)
);

create index executions_by_registry on executions (registry, number) where kind = 'apply';
