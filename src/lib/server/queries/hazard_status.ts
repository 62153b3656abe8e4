/** Where a hazard stands: the latest entry of its ledger; one without an entry is reported. For `hazard t`. */
export const HAZARD_STATUS = `coalesce(
  (select event.status from hazard_event event where event.hazard_id = t.id order by event.id desc limit 1),
  'reported')`;

/** Neither dismissed nor closed. */
export const HAZARD_IS_OPEN = `${HAZARD_STATUS} not in ('dismissed', 'closed')`;
