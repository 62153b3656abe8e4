import { expect, it } from 'vitest';
import { datedConditions } from './dated_conditions.ts';

it('a row that never changed: the day of its test, else the day it came', () => {
  const row = { status: 'working', since: '2026-05-01', before: [] } as const;
  expect(datedConditions({ ...row, before: [], tested_on: '2026-03-01' }, [])).toEqual([
    { on: '2026-03-01', status: 'working', tested: true },
  ]);
  expect(datedConditions({ ...row, before: [], tested_on: null }, [])).toEqual([
    { on: '2026-05-01', status: 'working', tested: false },
  ]);
});

it('a row nobody knows anything of has none', () => {
  expect(
    datedConditions({ status: 'unknown', tested_on: null, since: '2026-05-01', before: [] }, []),
  ).toEqual([]);
});

it('a row that changed twice: broken by hand on 10 June, tested good on 2 August', () => {
  // Newest first: until 3 August it was broken and tested in March; until 10 June it worked
  const conditions = datedConditions(
    {
      status: 'working',
      tested_on: '2026-08-02',
      since: '2026-08-03',
      before: [
        {
          until: '2026-08-03',
          since: '2026-04-01',
          condition: { status: 'broken', tested_on: '2026-03-01' },
        },
        { until: '2026-06-10', since: '2026-04-01', condition: { status: 'working' } },
      ],
    },
    [{ tested_on: '2026-07-01', status: 'broken' }],
  );
  expect(conditions).toEqual([
    { on: '2026-03-01', status: 'working', tested: true },
    { on: '2026-06-10', status: 'broken', tested: false },
    { on: '2026-08-02', status: 'working', tested: true },
    { on: '2026-07-01', status: 'broken', tested: true },
  ]);
});

it('figures that change say nothing of the condition', () => {
  const conditions = datedConditions(
    {
      status: 'working',
      tested_on: null,
      since: '2026-08-03',
      before: [{ until: '2026-08-03', since: '2026-04-01', condition: {} }],
    },
    [],
  );
  expect(conditions).toEqual([{ on: '2026-04-01', status: 'working', tested: false }]);
});
