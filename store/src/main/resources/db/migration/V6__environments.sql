-- Which of a workload's containers uses an image, and what a file declares.

alter table uses add container text not null default '';
alter table uses drop constraint uses_kind_check;
alter table uses add constraint uses_kind_check
    check (kind in ('running', 'stopped', 'desired', 'rollback', 'declared', 'pinned'));
