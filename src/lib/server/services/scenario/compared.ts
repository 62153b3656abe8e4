import type { ComparedBuilding, EditProblem } from '../../../contract/api_scenarios.ts';
import { noCounts, type CoverageCounts } from '../../../domain/coverage/coverage_counts.ts';
import { totalsOf } from '../coverage/coverage_totals.ts';
import type { Judgement } from '../coverage/judgement.ts';

export interface ComparedArea {
  /** Null outside any area. */
  area_id: number | null;
  name: string | null;
  a: CoverageCounts;
  b: CoverageCounts;
  gained: number;
  lost: number;
}

export interface Compared {
  a: { counts: CoverageCounts; problems: EditProblem[] };
  b: { counts: CoverageCounts; problems: EditProblem[] };
  /** Ascending by id, outside any area last. */
  areas: ComparedArea[];
  /** Ascending by id. */
  buildings: ComparedBuilding[];
}

interface Side {
  judgement: Judgement;
  problems: EditProblem[];
}

/** Two judgements of the same buildings side by side. */
export function compared(a: Side, b: Side): Compared {
  const of_a = countsOf(a.judgement);
  const of_b = countsOf(b.judgement);
  const buildings = gainedAndLost(a.judgement, b.judgement);
  const names = new Map(a.judgement.town.areas.map(({ id, name }) => [id, name]));
  const ids = [...of_a.by_area.keys()].sort((x, y) => (x === '' ? 1 : y === '' ? -1 : x - y));
  const count = (area_id: number | null, change: ComparedBuilding['change']) =>
    buildings.filter((building) => building.area_id === area_id && building.change === change).length;
  return {
    a: { counts: of_a.all, problems: a.problems },
    b: { counts: of_b.all, problems: b.problems },
    areas: ids.map((id) => {
      const area_id = id === '' ? null : id;
      return {
        area_id,
        name: area_id === null ? null : (names.get(area_id) ?? null),
        a: of_a.by_area.get(id) ?? noCounts(),
        b: of_b.by_area.get(id) ?? noCounts(),
        gained: count(area_id, 'gained'),
        lost: count(area_id, 'lost'),
      };
    }),
    buildings,
  };
}

const countsOf = ({ run_of_building }: Judgement) =>
  totalsOf(run_of_building.map((run, building) => ({ run, building })));

function gainedAndLost(a: Judgement, b: Judgement): ComparedBuilding[] {
  return a.town.buildings.flatMap(({ id, lon_deg, lat_deg, area_id }, i): ComparedBuilding[] => {
    const verdict_a = a.run_of_building[i].buildings[i].verdict;
    const verdict_b = b.run_of_building[i].buildings[i].verdict;
    const was = verdict_a === 'covered';
    const is = verdict_b === 'covered';
    if (was === is) return [];
    const change = is ? 'gained' : 'lost';
    const weight = a.runs[0].weight[i];
    return [{ id, lon_deg, lat_deg, area_id, change, verdict_a, verdict_b, weight }];
  });
}
