-- In which seasons water is to be had decides verdicts: what was on record before is kept.

drop trigger water_source_keep_condition on water_source;
create trigger water_source_keep_condition
  after update of volume_m3, flow_lps, suction_height_m, truck_access, status, season, low_flow_guarantee on water_source
  for each row when (
    (old.volume_m3, old.flow_lps, old.suction_height_m, old.truck_access, old.status, old.season,
      old.low_flow_guarantee)
    is distinct from
    (new.volume_m3, new.flow_lps, new.suction_height_m, new.truck_access, new.status, new.season,
      new.low_flow_guarantee)
  ) execute function firecover_keep_condition(
    'volume_m3', 'flow_lps', 'suction_height_m', 'truck_access', 'status', 'season', 'low_flow_guarantee');
