import { isManned, ownersOf, turnout_ms } from '../coverage/stations.ts';
import { VEHICLES, type VehicleCode } from '../rules/rule_set.ts';
import type { RowEdit, StationBody } from './edit.ts';
import type { LiveQuestion } from './live_question.ts';
import type { RunStation } from './live_fleet.ts';
import type { StationData, TownData } from './town_data.ts';

/** The stations each run of a question has, smallest vehicle first. */
export type RunsOfStations = Map<VehicleCode, RunStation[]>;

type LabelledStation = StationData & { label: number };

/**
 * What edits make of the stations: one run for the vehicle asked for, or for 'best' one per vehicle that manned stations
 * own. Edits of rows the town does not hold are passed over.
 */
export function runsOfStations(
  { stations, rules }: Pick<TownData, 'stations' | 'rules'>,
  edits: ReadonlyMap<number, RowEdit<StationBody>>,
  { vehicle, turnout_s }: Pick<LiveQuestion, 'vehicle' | 'turnout_s'>,
): RunsOfStations {
  const manned = editedStations(stations, edits).filter(isManned);
  const inRun = (station: LabelledStation): RunStation => ({
    label: station.label,
    lon_deg: station.lon_deg,
    lat_deg: station.lat_deg,
    delay_ms: turnout_ms(station, turnout_s, rules),
  });
  if (vehicle !== 'best') return new Map([[vehicle, manned.map(inRun)]]);
  const owners = ownersOf(manned);
  return new Map(
    VEHICLES.filter((code) => owners.has(code)).map((code) => [
      code,
      manned.filter(({ id }) => owners.get(code)!.has(id)).map(inRun),
    ]),
  );
}

function editedStations(
  stations: readonly StationData[],
  edits: ReadonlyMap<number, RowEdit<StationBody>>,
): LabelledStation[] {
  const standing = stations.flatMap((station, label): LabelledStation[] => {
    const edit = edits.get(station.id);
    if (!edit) return [{ ...station, label }];
    return edit.removed ? [] : [{ ...station, ...edit.body, ...placeOf(edit), label }];
  });
  const added = [...edits].filter(([, edit]) => edit.added).sort(([a], [b]) => a - b);
  const put_up = added.map(([id, edit], i): LabelledStation => {
    const { name, kind, turnout_s, vehicles } = edit.body as StationBody;
    const [lon_deg, lat_deg] = edit.at_deg!;
    return { id, name, kind, turnout_s, vehicles, crew: null, lon_deg, lat_deg, label: stations.length + i };
  });
  return [...standing, ...put_up];
}

/** The label of a station that stands or is put up by the edits. */
export function labelOfStation(
  stations: readonly StationData[],
  edits: ReadonlyMap<number, RowEdit<StationBody>>,
  row: number,
): number {
  const at = stations.findIndex(({ id }) => id === row);
  if (at >= 0) return at;
  return stations.length + [...edits].filter(([id, { added }]) => added && id < row).length;
}

const placeOf = ({ at_deg }: RowEdit<StationBody>) =>
  at_deg ? { lon_deg: at_deg[0], lat_deg: at_deg[1] } : {};
