import { join } from 'node:path';
import { BadInput } from '../../lib/contract/errors.ts';
import { WORK_KINDS, type WorkKind, type WorkVehicle } from '../../lib/domain/live/work_items.ts';
import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { writeCsv } from '../../lib/server/services/files/write_file.ts';
import { workListHeader, workListRows } from '../../lib/server/services/live/work_list_csv.ts';
import { makeWorkLists } from '../../lib/server/services/live/work_lists.ts';
import { workRows } from '../../lib/server/services/live/work_rows.ts';
import { readRuleSet } from '../../lib/server/services/rule_set.ts';
import type { Job } from './job.ts';

export interface LanesArgs {
  rules: string;
  vehicle: WorkVehicle;
  cutoff_s: number;
  out: string | null;
}

export interface LanesSummary {
  vehicle: WorkVehicle;
  cutoff_s: number;
  rule_set: { code: string; version: string };
  work: Record<WorkKind, WorkSummary>;
}

interface WorkSummary {
  /** Rows of this kind. */
  count: number;
  /** Those that give back at least one building to the vehicle, alone. */
  costly: number;
  steps: number;
  /** Given back by all steps together. */
  buildings: number;
  people: number | null;
  to_unknown: number;
}

/** What every obstacle, broken hydrant and empty station costs; writes a table of each where a folder is given. */
export const lanesJob: Job<LanesArgs, LanesSummary> = async ({ db, progress, signal }, args) => {
  const { vehicle, cutoff_s, out } = args;
  const acting = db.as(LOCAL_ADMINISTRATOR);
  const rules = await readRuleSet(acting, args.rules);
  progress('loading streets, buildings, stations and water');
  let told = 0;
  const onProgress = (share: number) => {
    const percent = Math.floor(100 * share);
    if (percent >= told + 10) progress(`asking what each costs: ${(told = percent)} %`);
  };
  const lists = await makeWorkLists(db, LOCAL_ADMINISTRATOR, rules, {
    vehicle,
    cutoff_s,
    onProgress,
    signal,
  });
  if ('kind' in lists) {
    const { vertices, most } = lists;
    throw new BadInput('too-large', `${vertices} vertices of streets are too many (at most ${most})`);
  }
  for (const kind of out === null ? [] : WORK_KINDS) {
    const rows = await workRows(acting, lists[kind]);
    await writeCsv(join(out!, `${kind}s.csv`), workListHeader(kind), workListRows(kind, rows));
  }
  const work = WORK_KINDS.map((kind): [WorkKind, WorkSummary] => {
    const { rows, steps } = lists[kind];
    const sum = (pick: (gain: (typeof steps)[number]['gain']) => number) =>
      steps.reduce((total, { gain }) => total + pick(gain), 0);
    return [
      kind,
      {
        count: rows.length,
        costly: rows.filter(({ alone }) => alone[vehicle].buildings > 0).length,
        steps: steps.length,
        buildings: sum(({ buildings }) => buildings),
        people: steps.some(({ gain }) => gain.people === null) ? null : sum(({ people }) => people!),
        to_unknown: sum(({ to_unknown }) => to_unknown),
      },
    ];
  });
  return {
    vehicle,
    cutoff_s,
    rule_set: { code: rules.code, version: rules.version },
    work: Object.fromEntries(work) as Record<WorkKind, WorkSummary>,
  };
};
