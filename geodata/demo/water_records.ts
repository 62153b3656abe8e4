import type { SeedTable } from '../../src/lib/contract/seed_table.ts';
import type { Chance } from './chance.ts';
import type { DemoTown } from './town.ts';

type Source = Omit<DemoTown, 'tables' | 'updates'>;

export function hydrantTests({ hydrants }: Source, chance: Chance): SeedTable {
  const rows = hydrants.flatMap<Record<string, unknown>>(
    ({ id, attributes: { tested_on, flow_lps, pressure_mpa, status } }) => {
      if (status === 'broken')
        return [
          {
            hydrant_id: id,
            tested_on: '2026-09-15',
            flow_lps: null,
            static_pressure_mpa: null,
            flowing_pressure_mpa: null,
            status,
          },
        ];
      if (tested_on === null || flow_lps === null || pressure_mpa === null) return [];
      const test = {
        hydrant_id: id,
        tested_on,
        flow_lps,
        static_pressure_mpa: Math.round((pressure_mpa + 0.06) * 100) / 100,
        flowing_pressure_mpa: pressure_mpa,
        status,
      };
      const earlier = {
        ...test,
        tested_on: tested_on.replace('2026', '2025'),
        flow_lps: Math.round(flow_lps * chance.between(1, 1.2) * 10) / 10,
      };
      return chance.yes(0.5) ? [earlier, test] : [test];
    },
  );
  return {
    table: 'hydrant_test',
    columns: {
      tested_on: 'date',
      flow_lps: 'float8',
      static_pressure_mpa: 'float8',
      flowing_pressure_mpa: 'float8',
      status: 'text',
    },
    references: { hydrant_id: 'hydrant' },
    key: ['hydrant_id', 'tested_on'],
    rows,
  };
}

export function repairs({ hydrants }: Source, chance: Chance): SeedTable {
  const rows = hydrants
    .filter(({ attributes }) => attributes.status === 'broken')
    .map(({ id }) => ({
      hydrant_id: id,
      opened_on: `2026-09-${16 + chance.whole(0, 12)}`,
      due_on: chance.pick(['2026-10-31', '2026-11-15', '2026-11-30']),
      responsible: '示例自来水公司',
      fault: chance.pick(['阀杆锈死', '出水口破损', '栓体漏水', '被埋压', '接口丢失']),
    }));
  return {
    table: 'repair_order',
    columns: { opened_on: 'date', due_on: 'date', responsible: 'text', fault: 'text' },
    references: { hydrant_id: 'hydrant' },
    key: ['hydrant_id', 'opened_on'],
    rows,
  };
}

export function waterChecks({ water_states }: Source): SeedTable {
  const rows = water_states
    .filter(({ status }) => status !== 'unknown')
    .map(({ id, status }) => ({
      water_source_id: id,
      checked_on: '2026-10-20',
      status,
      checked_by: '示例网格员',
    }));
  return {
    table: 'water_source_check',
    columns: { checked_on: 'date', status: 'text', checked_by: 'text' },
    references: { water_source_id: 'water_source' },
    key: ['water_source_id', 'checked_on'],
    rows,
  };
}
