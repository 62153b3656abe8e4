import { VERDICTS } from '../../src/lib/domain/coverage/verdict.ts';
import type { LiveAnswer } from '../../src/lib/domain/live/live_answer.ts';
import type { LiveQuestion } from '../../src/lib/domain/live/live_question.ts';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { totalsOf } from '../../src/lib/server/services/coverage/coverage_totals.ts';
import { judge } from '../../src/lib/server/services/coverage/judgement.ts';
import { searchStations } from '../../src/lib/server/services/coverage/stations.ts';
import { editedTown } from '../../src/lib/server/services/scenario/edited_town.ts';
import type { Town, TownRows } from '../../src/lib/server/services/town/load_town.ts';

/** A live answer as plain values, without what is only drawn. */
export interface PlainAnswer {
  buildings: { verdict: string; arrival_ms: number | null }[];
  all: unknown;
  by_area: [number | '', unknown][];
}

export const plainAnswer = ({ all, by_area, verdict, arrival_ms }: LiveAnswer): PlainAnswer => ({
  buildings: Array.from(verdict, (code, i) => ({
    verdict: VERDICTS[code],
    arrival_ms: arrival_ms[i] === NONE ? null : arrival_ms[i],
  })),
  all,
  by_area: [...by_area],
});

/** When each station that comes is at each building's stop, earliest first, one search a station: whole ms. */
export function arrivalsInOrder(
  before: { rows: TownRows; town: Town },
  { vehicle, cutoff_s, turnout_s, edits }: LiveQuestion,
): number[][] {
  const { runs, run_of_building } = judge(editedTown(before, edits).town, vehicle, cutoff_s, turnout_s);
  const alone = runs.map(({ drive, costs, stations }) =>
    stations.map((station) => ({
      id: station.id,
      open: searchStations(drive, costs, [station], 0).open,
    })),
  );
  return run_of_building.map(({ buildings }, i) => {
    const { stop } = buildings[i];
    const first = new Map<number, number>();
    for (const { id, open } of stop ? alone.flat() : []) {
      const { arrival } = open.at(stop!.edge, stop!.t);
      if (arrival !== NONE) first.set(id, Math.min(arrival, first.get(id) ?? Infinity));
    }
    return [...first.values()].sort((a, b) => a - b);
  });
}

/** The same by the full way: rows edited, then a run over all of them. */
export function fullAnswer(
  before: { rows: TownRows; town: Town },
  { vehicle, cutoff_s, turnout_s, edits }: LiveQuestion,
): PlainAnswer {
  const { town } = editedTown(before, edits);
  const { run_of_building } = judge(town, vehicle, cutoff_s, turnout_s);
  const { all, by_area } = totalsOf(run_of_building.map((run, building) => ({ run, building })));
  return {
    buildings: run_of_building.map(({ buildings }, i) => ({
      verdict: buildings[i].verdict,
      arrival_ms: buildings[i].arrival_ms,
    })),
    all,
    by_area: [...by_area],
  };
}
