import { fixed7, sheetHead, sheetLine } from '$lib/contract/csv';
import { VERDICTS, type Verdict } from '$lib/domain/coverage/verdict';
import type { LiveUpdate, OpenedTown } from '$lib/contract/live_messages';
import type { ChangedBuilding } from '$lib/ui/changed_building';

/** The rows of a list of buildings, by their indexes in the town. */
export function changedBuildings(
  town: OpenedTown,
  before: LiveUpdate,
  after: LiveUpdate,
  indexes: readonly number[],
  areaName: (area_id: number) => string | null,
): ChangedBuilding[] {
  const { id, lon_deg, lat_deg, area_id } = town.buildings;
  return indexes.map((index) => {
    const area = Number.isNaN(area_id[index]) ? null : area_id[index]!;
    return {
      id: id[index]!,
      lon_deg: lon_deg[index]!,
      lat_deg: lat_deg[index]!,
      area_id: area,
      area_name: area === null ? null : areaName(area),
      before: VERDICTS[before.verdict[index]!]!,
      after: VERDICTS[after.verdict[index]!]!,
    };
  });
}

/** Indexes of the buildings with this verdict. */
export function withVerdict({ verdict }: LiveUpdate, wanted: Verdict): number[] {
  const code = VERDICTS.indexOf(wanted);
  const found: number[] = [];
  verdict.forEach((each, index) => each === code && found.push(index));
  return found;
}

/** The list as a table to keep; the mark at its front tells spreadsheets that it is UTF-8. */
export const changedCsv = (buildings: readonly ChangedBuilding[]): string =>
  sheetHead([
    'building_id',
    'area_id',
    'area_name',
    'lon_deg',
    'lat_deg',
    'verdict_before',
    'verdict_after',
  ]) +
  buildings
    .map(({ id, area_id, area_name, lon_deg, lat_deg, before, after }) =>
      sheetLine([id, area_id, area_name, fixed7(lon_deg), fixed7(lat_deg), before, after]),
    )
    .join('');

/** Hands text to the browser as a file. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
