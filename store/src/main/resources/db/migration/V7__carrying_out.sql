-- Whether it is known what became of a step: of some that failed nobody can tell whether they happened, and what was kept
-- of these can be put back.
alter table execution_steps
    add column known boolean not null default true,
    add check (known or outcome = 'failed');
