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

create index executions_by_registry on executions (registry, number) where kind = 'apply';
