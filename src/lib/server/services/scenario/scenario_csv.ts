import type { Scenario, ScenarioSummary } from '../../../contract/api_scenarios.ts';
import { sheetHead, sheetLine, type CsvValue } from '../../../contract/csv.ts';

const SUMMARY_COLUMNS = [
  'id',
  'name',
  'remark',
  'author',
  'created_at',
  'revision',
  'updated_at',
  'updated_by',
  'vehicle',
  'cutoff_s',
  'turnout_s',
  'edit_count',
  'stale',
  'rules_changed',
  'rule_set_code',
  'rule_set_version',
  'base_stamp',
  'adopted_at',
  'adopted_by',
  'copied_from',
  'area_id',
] as const satisfies readonly (keyof ScenarioSummary)[];

/** The list of scenarios, a header and a line each. */
export const scenariosCsv = (scenarios: readonly ScenarioSummary[]): string =>
  sheetHead(SUMMARY_COLUMNS) +
  scenarios.map((row) => sheetLine(SUMMARY_COLUMNS.map((column) => row[column]))).join('');

const BODY_COLUMNS = [
  'name',
  'kind',
  'turnout_s',
  'vehicles',
  'clear_width_m',
  'clear_height_m',
  'status',
  'flow_lps',
  'pressure_mpa',
  'closed',
  'width_m',
  'max_width_m',
  'max_height_m',
] as const;

/** The steps of a scenario, a header and a line each; `set` names the columns a step sets, an empty cell there unknown. */
export function editsCsv({ edits, problems }: Scenario): string {
  const gone = new Set(problems.flatMap(({ steps }) => steps));
  const header = ['step', 'change', 'layer', 'row', 'gone', 'lon_deg', 'lat_deg', 'set'];
  const lines = edits.map((edit, step) => {
    const body: Record<string, unknown> = 'body' in edit ? { ...edit.body } : {};
    const [lon_deg, lat_deg] = ('at_deg' in edit && edit.at_deg) || [null, null];
    return sheetLine([
      ...[step, edit.kind, edit.layer, edit.row, gone.has(step), lon_deg, lat_deg],
      Object.keys(body).join(' '),
      ...BODY_COLUMNS.map((column) => cell(body[column])),
    ]);
  });
  return sheetHead([...header, ...BODY_COLUMNS]) + lines.join('');
}

function cell(value: unknown): CsvValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}
