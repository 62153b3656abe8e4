import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Tags } from './osm_block.ts';
import { wholeNumber } from './osm_values.ts';

type AreaKind = LayerRows['area']['kind'];

/**
 * admin_level to kind. China: 4 province, 5 prefecture or city, 6 county or district, 8 town or sub-district,
 * 10 village or community. Elsewhere 4, 6 and 8 (municipality) mean about the same, 9 and 10 are parts of a
 * municipality. Level 5 is a city only in China (see below); levels 2, 3, 7 and 11 have no counterpart.
 */
const ADMIN_KIND = new Map<string, AreaKind>(
  Object.entries({
    '4': 'province',
    '6': 'county',
    '8': 'town',
    '9': 'village',
    '10': 'village',
  } as const),
);

/** How the names of China's prefecture-level units end. */
const PREFECTURE_NAME = /(市|地区|自治州|盟)$/;

const PLACE_KIND = new Map<string, AreaKind>(
  Object.entries({
    city: 'city',
    town: 'town',
    village: 'village',
    hamlet: 'village',
    isolated_dwelling: 'village',
    borough: 'other',
    suburb: 'other',
    quarter: 'other',
    neighbourhood: 'other',
  } as const),
);

/** An administrative area or a settlement's outline, or null. */
export function areaRow(tags: Tags): LayerRows['area'] | null {
  const kind = isAdministrative(tags) ? adminKind(tags) : PLACE_KIND.get(tags.get('place') ?? '');
  if (kind === undefined) return null;
  return {
    name: tags.get('name') ?? null,
    kind,
    population: wholeNumber(tags.get('population')),
    has_mains: null,
    settlement_class: null,
    low_fire_resistance: null,
  };
}

export const isAdministrative = (tags: Tags) => tags.get('boundary') === 'administrative';

function adminKind(tags: Tags): AreaKind {
  const admin_level = tags.get('admin_level') ?? '';
  if (admin_level === '5' && PREFECTURE_NAME.test(tags.get('name') ?? '')) return 'city';
  return ADMIN_KIND.get(admin_level) ?? 'other';
}
