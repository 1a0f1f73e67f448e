-- What registries told of by themselves and that still has to be asked for. It is a hint: nothing in it is believed.

-- reference: a tag or a digest. number: another one each time that it is told of, so that what was asked before doesn't
-- settle what was told since. asked_at: when it was asked for; the row stays until a look at all of the repository is
-- recorded that began after it was told of, since one that began before can end later, with what it saw earlier.
create sequence pending_change_numbers;
create table pending_changes (
    registry    text collate "C" not null,
    repository  text collate "C" not null,
    reference   text collate "C" not null,
    number      bigint not null default nextval('pending_change_numbers'),
    received_at timestamptz not null default clock_timestamp(),
    asked_at    timestamptz,
    primary key (registry, repository, reference)
);

-- told_at: when the registry told of something, to the second. whole_since: when it told of something that only a look at
-- all of it shows, or of more than is kept.
create table registry_hints (
    registry    text collate "C" primary key,
    told_at     timestamptz not null,
    whole_since timestamptz
);

alter table tokens drop constraint tokens_role_check;
alter table tokens add constraint tokens_role_check
    check (role in ('notifier', 'viewer', 'proposer', 'approver', 'administrator'));
