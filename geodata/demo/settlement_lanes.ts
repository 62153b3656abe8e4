import type { LaneGrid } from './lane_grid.ts';
import type { Frontage, StreetLine } from './street_line.ts';

type Lane = Omit<StreetLine, 'points'>;

const lane = (
  street_class: StreetLine['street_class'],
  width_m: number | null,
  frontage: Frontage | null,
  more: Partial<Lane> = {},
): Lane => ({
  name: null,
  street_class,
  width_m: width_m === null ? null : Math.round(width_m * 10) / 10,
  width_source: width_m === null ? 'unknown' : 'measured',
  surface: 'concrete',
  frontage,
  ...more,
});

const TOWN_STREETS = ['中山路', '榕兴街', '溪口街', '新街', '文昌路', '学府路', '后街', '市场街', '榕北路'];

/** Streets and lanes (街巷) of the market town: a grid of streets, alleys between them. */
export const marketLane =
  (arcades: number | null): LaneGrid['lane'] =>
  (kind, index, chance) => {
    if (kind === 'row') {
      const frontage = index === arcades ? 'arcade' : 'town';
      const name =
        index === arcades ? '骑楼老街' : TOWN_STREETS[(index + (arcades ?? 0)) % TOWN_STREETS.length];
      if (index % 3 === 0)
        return lane('residential', chance.between(7, 9), frontage, {
          name,
          surface: 'asphalt',
          main_mm: 150,
        });
      return lane('residential', chance.between(4.5, 6.5), frontage, { name, main_mm: 100 });
    }
    if (index % 4 === 0)
      return lane('residential', chance.between(5, 7), 'town', {
        name: `榕兴${index / 4 + 1}路`,
        main_mm: 100,
      });
    if (chance.yes(0.16)) return lane('service', null, 'town', { name: `示例巷${index + 1}号` });
    return lane('service', chance.yes(0.55) ? chance.between(3, 4.2) : chance.between(2, 2.9), 'town', {
      name: `榕兴${index + 1}巷`,
    });
  };

/** Lanes of the urban village: a few a truck fits into, most for a tricycle, the inner ones for people. */
export const handshakeLane: LaneGrid['lane'] = (kind, index, chance) => {
  const name = kind === 'row' ? `厝下${index + 1}横巷` : `厝下${index + 1}直巷`;
  const wide = kind === 'row' && index === 1;
  if (wide) return lane('living_street', chance.between(3.2, 4), 'handshake', { name, main_mm: 100 });
  if (chance.yes(0.1)) return lane('service', null, 'handshake', { name });
  return lane('service', chance.yes(0.35) ? chance.between(2, 2.6) : chance.between(1.5, 1.9), 'handshake', {
    name,
  });
};
export const coreLane: LaneGrid['lane'] = (kind, index, chance) =>
  lane('service', chance.between(1, 1.4), 'handshake', {
    name: kind === 'row' ? `老厝${index + 1}横巷` : `老厝${index + 1}直巷`,
  });

export const estateLane: LaneGrid['lane'] = (kind, index, chance) =>
  kind === 'row'
    ? lane('residential', chance.between(7, 10), 'estate', {
        name: `溪南${index + 1}街`,
        surface: 'asphalt',
        main_mm: 200,
      })
    : lane('service', chance.between(4, 6), 'estate', {
        name: `小区${index + 1}路`,
        surface: 'asphalt',
        main_mm: 100,
      });

export const suburbLane: LaneGrid['lane'] = (_, index, chance) =>
  lane('residential', chance.between(3.5, 5), 'suburb', {
    name: `溪南新村${index + 1}路`,
    main_mm: index % 2 === 0 ? 100 : undefined,
  });

export const workshopLane: LaneGrid['lane'] = (_, index, chance) =>
  lane('residential', chance.between(7, 9), 'workshop', {
    name: `工业${index + 1}路`,
    surface: 'asphalt',
    main_mm: 150,
  });

export const villageLane =
  (frontage: Frontage, name: string, wide: number): LaneGrid['lane'] =>
  (kind, index, chance) => {
    const words = `${name}${index + 1}${kind === 'row' ? '路' : '巷'}`;
    if (kind === 'row' && index % 2 === 0)
      return lane('residential', chance.between(3.2, 4.5), frontage, { name: words });
    if (chance.yes(0.07)) return lane('service', null, frontage, { name: words });
    return lane('service', chance.yes(wide) ? chance.between(3, 3.6) : chance.between(2, 2.9), frontage, {
      name: words,
    });
  };

export const hamletLane =
  (name: string): LaneGrid['lane'] =>
  (_, index, chance) =>
    lane('service', chance.between(2, 2.6), 'hamlet', { name: `${name}${index + 1}巷` });
export const stepsLane: LaneGrid['lane'] = (kind, _, chance) =>
  lane(kind === 'row' ? 'path' : 'steps', chance.between(1.2, 1.8), 'steps', {
    surface: kind === 'row' ? 'concrete' : 'sett',
  });
