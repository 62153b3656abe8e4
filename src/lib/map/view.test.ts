import { expect, it } from 'vitest';
import { formatView, parseView } from './view.ts';

it('reads back the view it wrote', () => {
  const view = { zoom: 15.3, lat_deg: 47.14052, lon_deg: -9.52151 };
  expect(formatView(view)).toBe('#15.3/47.14052/-9.52151');
  expect(parseView(formatView(view))).toEqual(view);
});

it.each(['', '#', '#figures', '#1/2', '#1/2/x', '#30/1/1', '#5/91/0', '#5/0/181', '#1/2/3/4'])(
  'takes %j for no view',
  (hash) => {
    expect(parseView(hash)).toBeNull();
  },
);
