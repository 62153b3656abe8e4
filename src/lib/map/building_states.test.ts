import { expect, it } from 'vitest';
import { VERDICTS, type Verdict } from '../domain/coverage/verdict.ts';
import { BuildingStates, type StatefulMap } from './building_states.ts';
import { seededRandom } from '../../../tests/support/seeded_random.ts';

/** States as a map holds them, and how often it was told of one. */
class States implements StatefulMap {
  readonly verdicts = new Map<number, Verdict>();
  told = 0;
  setFeatureState({ id }: { id: number }, { verdict }: { verdict: Verdict }) {
    this.told++;
    this.verdicts.set(id, verdict);
  }
  removeFeatureState({ id }: { id?: number }) {
    this.told++;
    if (id === undefined) this.verdicts.clear();
    else this.verdicts.delete(id);
  }
}

const IDS = Float64Array.from({ length: 200 }, (_, i) => 1000 + 7 * i);

it.each([true, false])('shows every verdict whatever came before; tiles with verdicts: %s', (known) => {
  const random = seededRandom(5);
  const verdicts = () => Uint8Array.from(IDS, () => Math.floor(random() * VERDICTS.length));
  const tiles = known ? verdicts() : null;
  const map = new States();
  const states = new BuildingStates(map, IDS, tiles);
  for (let round = 0; round < 50; round++) {
    const wanted = verdicts();
    if (round === 20) {
      map.verdicts.clear();
      states.forget();
    }
    states.show(wanted);
    for (const [i, id] of IDS.entries()) {
      const in_tile = tiles ? VERDICTS[tiles[i]!] : undefined;
      expect(map.verdicts.get(id) ?? in_tile).toBe(VERDICTS[wanted[i]!]);
    }
  }
  states.clear();
  expect(map.verdicts.size).toBe(0);
});

it('tells only what differs', () => {
  const map = new States();
  const tiles = new Uint8Array(IDS.length);
  const states = new BuildingStates(map, IDS, tiles);
  expect(states.show(tiles.slice())).toBe(0);
  const changed = tiles.slice();
  changed[3] = 2;
  expect(states.show(changed)).toBe(1);
  expect(states.show(changed.slice())).toBe(0);
  expect(states.show(tiles)).toBe(1);
  expect([map.told, map.verdicts.size]).toEqual([2, 0]);
});
