-- Whether it is known what became of a step: of some that failed nobody can tell whether they happened, and what was kept
-- of these can be put back.
alter table execution_steps
    add column known boolean not null default true,
    add check (known or outcome = 'failed');

-- While a step is begun: the tags in its repository that have to stay, as they were read right before, and when.
alter table execution_steps
    add column others text[],
    add column others_at timestamptz,
    add check ((others is null) = (others_at is null));
