import type { SeedTable, SeedUpdate } from '../../src/lib/contract/seed_table.ts';
import type { Chance } from './chance.ts';
import type { DemoTown } from './town.ts';
import { GROUPS } from './stations.ts';
import { hydrantTests, repairs, waterChecks } from './water_records.ts';

const PLAN = '示例计划（虚构）';
const DUTY_DAYS = 14;
const FIRST_DUTY_MS = Date.UTC(2026, 10, 16);
const DAY_MS = 86_400_000;

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Targets as plans word them: what, how much, by when. */
const TARGETS: readonly [
  area: string,
  measure: string,
  value: number,
  unit: string,
  due_on: string,
  remark: string,
][] = [
  ['town', 'hydrant.working_rate', 0.98, 'share', '2026-12-31', '市政消火栓完好率不低于98%'],
  ['town', 'village.micro_station', 1, 'share', '2026-12-31', '行政村微型消防站覆盖率100%'],
  ['town', 'obstacle.fixed_cleared', 1, 'share', '2024-12-31', '固定障碍物清零'],
  ['town', 'obstacle.barred_window_cleared', 1, 'share', '2025-12-31', '防盗窗、门障拆除'],
  ['town', 'sensor.connected_share', 0.7, 'share', '2026-12-31', '重点单位联网率'],
  ['town', 'coverage.five_minutes', 0.9, 'share', '2026-11-30', '五分钟消防救援圈'],
  ['v4', 'hydrant.count', 10, 'count', '2026-12-31', '补建4座，达到10座（已有6座）'],
  ['v3', 'hydrant.working_rate', 0.95, 'share', '2026-11-30', '城中村消火栓维修'],
  ['v6', 'station.count', 1, 'count', '2026-12-31', '建成云坑尾村微型消防站'],
  ['v5', 'pool.volume_m3', 200, 'm3', '2026-12-31', '无管网村消防水池'],
  ['v7', 'pool.volume_m3', 100, 'm3', '2026-12-31', '无管网村消防水池'],
];

const TASKS: readonly [area: string, title: string, owner: string, due_on: string, status: string][] = [
  ['v3', '清除厝下村巷口石墩12处', '示例村委会', '2026-11-24', 'doing'],
  ['v4', '补建洋尾垅村消火栓4座', '示例自来水公司', '2026-12-20', 'open'],
  ['v6', '选址并建成微型消防站', '示例村委会', '2026-12-31', 'open'],
  ['v8', '上厝巷石墩改可移动隔离', '示例村委会', '2026-11-30', 'open'],
  ['v1', '骑楼老街架空线入地', '示例镇政府', '2026-12-31', 'doing'],
  ['v7', '竹坪岭消防水池扩容至100立方', '示例村委会', '2026-12-31', 'open'],
  ['v5', '检修对岸水池', '示例村委会', '2026-10-31', 'open'],
];

/** What no file carries: tests, repairs, rosters, ledgers, targets, tasks and the calendar. */
export function records(
  town: Omit<DemoTown, 'tables' | 'updates'>,
  chance: Chance,
): { tables: SeedTable[]; updates: SeedUpdate[] } {
  return {
    tables: [groups, vehicles, duty, hydrantTests, repairs, waterChecks, ledger, targets, tasks, events].map(
      (table) => table(town, chance.of(table.name)),
    ),
    updates: [
      {
        table: 'station',
        columns: {},
        references: { mutual_aid_group_id: 'mutual_aid_group' },
        rows: town.stations.map(({ id, group }) => ({
          source_id: id,
          mutual_aid_group_id: group,
        })),
      },
      {
        table: 'hazard',
        columns: { responsible: 'text' },
        references: { building_id: 'building' },
        rows: town.hazards.map(({ id, responsible, building_id }) => ({
          source_id: id,
          responsible,
          building_id,
        })),
      },
      {
        table: 'obstacle',
        columns: {},
        references: { building_id: 'building' },
        rows: town.barred_windows.map(({ id, building_id }) => ({ source_id: id, building_id })),
      },
    ],
  };
}

type Source = Omit<DemoTown, 'tables' | 'updates'>;

function groups(): SeedTable {
  return {
    table: 'mutual_aid_group',
    columns: { name: 'text' },
    references: { area_id: 'area' },
    key: ['name'],
    rows: GROUPS.map((name) => ({ name, area_id: 'town' })),
  };
}

function vehicles({ stations }: Source): SeedTable {
  const rows = stations.flatMap(({ id, attributes: { vehicles: owned } }) =>
    owned.map((vehicle, k) => ({
      station_id: id,
      vehicle,
      label: `示例${id.slice(3).toUpperCase()}-${k + 1}`,
      status: 'ready',
    })),
  );
  rows.push({ station_id: 'st-brigade', vehicle: 'pumper', label: '示例BRIGADE-备', status: 'in-repair' });
  return {
    table: 'station_vehicle',
    columns: { vehicle: 'text', label: 'text', status: 'text' },
    references: { station_id: 'station' },
    key: ['station_id', 'label'],
    rows,
  };
}

/** Two shifts a day for a fortnight; 鼓岩脚村 has nobody at night. */
function duty({ stations }: Source, chance: Chance): SeedTable {
  const rows = stations.flatMap(({ id, attributes: { crew } }) =>
    Array.from({ length: DUTY_DAYS }, (_, k) => {
      const today = day(FIRST_DUTY_MS + k * DAY_MS);
      const next = day(FIRST_DUTY_MS + (k + 1) * DAY_MS);
      const on_shift = Math.max(2, Math.round((crew ?? 6) / 2));
      const shift = (starts_at: string, ends_at: string) => ({
        station_id: id,
        starts_at,
        ends_at,
        crew: on_shift,
        head: `示例班长${chance.whole(1, 9)}`,
      });
      const by_day = shift(`${today}T08:00:00+08:00`, `${today}T20:00:00+08:00`);
      const by_night = shift(`${today}T20:00:00+08:00`, `${next}T08:00:00+08:00`);
      return id === 'st-v8' ? [by_day] : [by_day, by_night];
    }).flat(),
  );
  return {
    table: 'duty',
    columns: { starts_at: 'timestamptz', ends_at: 'timestamptz', crew: 'integer', head: 'text' },
    references: { station_id: 'station' },
    key: ['station_id', 'starts_at'],
    rows,
  };
}

function ledger({ hazards }: Source): SeedTable {
  return {
    table: 'hazard_event',
    columns: {
      status: 'text',
      happened_at: 'timestamptz',
      made_by: 'text',
      due_on: 'date',
      remark: 'text',
      responsible: 'text',
    },
    references: { hazard_id: 'hazard' },
    key: ['hazard_id', 'status', 'happened_at'],
    rows: hazards.flatMap(({ id, events, responsible }) =>
      events.map((event) => ({ hazard_id: id, ...event, responsible })),
    ),
  };
}

function targets(): SeedTable {
  return {
    table: 'target',
    columns: {
      measure: 'text',
      value: 'float8',
      unit: 'text',
      due_on: 'date',
      source: 'text',
      remark: 'text',
    },
    references: { area_id: 'area' },
    key: ['area_id', 'measure', 'due_on'],
    rows: TARGETS.map(([area_id, measure, value, unit, due_on, remark]) => ({
      area_id,
      measure,
      value,
      unit,
      due_on,
      source: PLAN,
      remark,
    })),
  };
}

function tasks(): SeedTable {
  return {
    table: 'task',
    columns: { title: 'text', owner: 'text', due_on: 'date', status: 'text', created_at: 'timestamptz' },
    references: { area_id: 'area' },
    key: ['area_id', 'title'],
    rows: TASKS.map(([area_id, title, owner, due_on, status]) => ({
      area_id,
      title,
      owner,
      due_on,
      status,
      created_at: '2026-11-02T09:00:00+08:00',
    })),
  };
}

function events(): SeedTable {
  return {
    table: 'event',
    columns: {
      name: 'text',
      kind: 'text',
      starts_at: 'timestamptz',
      ends_at: 'timestamptz',
      crowd: 'float8',
    },
    references: { area_id: 'area' },
    key: ['name', 'starts_at'],
    rows: [
      {
        area_id: 'v1',
        name: '示例·榕溪宫庙会',
        kind: 'fair',
        starts_at: '2026-12-05T08:00:00+08:00',
        ends_at: '2026-12-06T23:00:00+08:00',
        crowd: 6000,
      },
      {
        area_id: 'town',
        name: '春节',
        kind: 'holiday',
        starts_at: '2027-02-05T00:00:00+08:00',
        ends_at: '2027-02-12T00:00:00+08:00',
        crowd: null,
      },
    ],
  };
}
