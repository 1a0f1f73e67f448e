-- What is asked of a large registry: items (item, size), marks (manifest, mark) with each manifest's own, and members
-- (repository, manifest, many, few), where many and few say whether a question is about it. DIV divides whole numbers.
-- ask: stored
select sum(size)::bigint from items where item in (
    select mark from marks where manifest in (select manifest from members))
-- ask: freed by 500 manifests
with after_it as (select distinct manifest from members where few = 0),
dying as (select distinct manifest from members where few = 1 except select manifest from after_it),
at_risk as (select distinct mark from marks where manifest in (select manifest from dying)),
freed as (select mark from at_risk except
    select mark from marks where mark in (select mark from at_risk) and manifest in (select manifest from after_it))
select coalesce(sum(size), 0)::bigint from items where item in (select mark from freed)
-- ask: freed by 30 %
with after_it as (select distinct manifest from members where many = 0),
dying as (select distinct manifest from members where many = 1 except select manifest from after_it),
at_risk as (select distinct mark from marks where manifest in (select manifest from dying)),
freed as (select mark from at_risk except
    select mark from marks where mark in (select mark from at_risk) and manifest in (select manifest from after_it))
select coalesce(sum(size), 0)::bigint from items where item in (select mark from freed)
-- ask: lost by each repository by 500 manifests
with after_it as (select distinct manifest from members where few = 0),
dying as (select distinct manifest from members where few = 1 except select manifest from after_it),
at_risk as (select distinct mark from marks where manifest in (select manifest from dying)),
freed as (select mark from at_risk except
    select mark from marks where mark in (select mark from at_risk) and manifest in (select manifest from after_it)),
before_pairs as (select distinct repository, mark from members join marks using (manifest)
    where repository in (select repository from members where few = 1)),
after_pairs as (select distinct repository, mark from members join marks using (manifest) where few = 0),
lost as (select repository, mark from before_pairs except select repository, mark from after_pairs)
select ((select sum(size) from items where item in (select mark from freed))
    + (select sum((repository % 1009 + 1) * size) from lost join items on item = mark))::bigint
-- ask: lost by each repository by 30 %
with after_it as (select distinct manifest from members where many = 0),
dying as (select distinct manifest from members where many = 1 except select manifest from after_it),
at_risk as (select distinct mark from marks where manifest in (select manifest from dying)),
freed as (select mark from at_risk except
    select mark from marks where mark in (select mark from at_risk) and manifest in (select manifest from after_it)),
before_pairs as (select distinct repository, mark from members join marks using (manifest)
    where repository in (select repository from members where many = 1)),
after_pairs as (select distinct repository, mark from members join marks using (manifest) where many = 0),
lost as (select repository, mark from before_pairs except select repository, mark from after_pairs)
select ((select sum(size) from items where item in (select mark from freed))
    + (select sum((repository % 1009 + 1) * size) from lost join items on item = mark))::bigint
-- ask: each repository: marked, exclusive, attributed
with pairs as (select distinct repository, mark from members join marks using (manifest)),
ranked as (select repository, size, count(*) over (partition by mark) as holders,
        row_number() over (partition by mark order by repository) as place
    from pairs join items on item = mark)
select sum((repository % 1009 + 1) * (size + case when holders = 1 then 3 * size else 0 end
    + 7 * (size DIV holders + case when place <= size % holders then 1 else 0 end)))::bigint from ranked
