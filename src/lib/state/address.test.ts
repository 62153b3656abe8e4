import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

const read = (query: string) => parseAddress(new URL(`http://localhost/${query}`));

it.each([
  '',
  '?lang=en',
  '?theme=dark&vehicle=pumper&cutoff=180&panel=areas&area=3',
  '?layers=building,ring,street',
  '?layers=none',
  '?lang=en&layers=building,lane&hydrant=12',
  '?building=7',
  '?vehicle=best&cutoff=300&whatif=1',
  '?vehicle=pumper&cutoff=180&panel=areas&scenario=12&compare=base,12',
])('writes %j as it read it', (query) => {
  expect(formatAddress(read(query))).toBe(query);
});

it.each([
  '?vehicle=tank&cutoff=59&panel=x&theme=pink&area=0&building=1;x',
  '?cutoff=3601&area=-1&hydrant=1.5&lang=fr',
  '?whatif=yes&scenario=new&compare=base,later',
])('takes what is wrong in %j for nothing', (query) => {
  expect(formatAddress(read(query))).toBe('');
});
