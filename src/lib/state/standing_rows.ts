import type { OpenedTown } from '../api/worker/live_client.ts';
import {
  kindOf,
  type BodyOf,
  type NameRow,
  type PointLayer,
  type StandingRow,
  type StandingRows,
} from './edited_rows.ts';

/** The rows of an opened town that can be edited. */
export function standingRows(town: OpenedTown, nameRow: NameRow): StandingRows {
  const standing = standingNamedBy(nameRow);
  return {
    station: byRow(
      town.stations.map((station) =>
        standing('station', station, {
          name: station.name,
          kind: station.kind,
          turnout_s: station.turnout_s,
          vehicles: station.vehicles,
        }),
      ),
    ),
    obstacle: byRow(
      town.obstacles.map((obstacle) =>
        standing('obstacle', obstacle, {
          kind: obstacle.kind,
          clear_width_m: obstacle.clear_width_m,
          clear_height_m: obstacle.clear_height_m,
        }),
      ),
    ),
    hydrant: byRow(
      town.sources
        .filter(({ layer }) => layer === 'hydrant')
        .map((hydrant) =>
          standing('hydrant', hydrant, {
            name: null,
            status: hydrant.condition?.status ?? 'unknown',
            flow_lps: hydrant.condition?.flow_lps ?? null,
            pressure_mpa: hydrant.condition?.pressure_mpa ?? null,
          }),
        ),
    ),
  };
}

const standingNamedBy =
  (nameRow: NameRow) =>
  <Layer extends PointLayer>(
    layer: Layer,
    { id, lon_deg, lat_deg }: { id: number; lon_deg: number; lat_deg: number },
    body: BodyOf[Layer],
  ): StandingRow<Layer> => {
    const label = ('name' in body ? body.name : null) ?? nameRow(layer, id, false);
    const kind = kindOf(body) ?? '';
    const at = { layer, row: id, lon_deg, lat_deg };
    return { ...at, body, handle: { ...at, added: false, changed: false, label, kind } };
  };

const byRow = <Row extends { row: number }>(rows: Row[]) => new Map(rows.map((row) => [row.row, row]));
