import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Tags } from './osm_block.ts';

/**
 * Places a fire plan looks at: crowded ones, those whose people cannot flee alone, the nine kinds of small
 * venue, charging of e-bikes, heritage. Key, then value, to our kind; '*' stands for every other value.
 */
const KIND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  amenity: {
    school: 'school',
    music_school: 'school',
    language_school: 'school',
    prep_school: 'school',
    kindergarten: 'kindergarten',
    childcare: 'kindergarten',
    college: 'college',
    university: 'college',
    hospital: 'hospital',
    clinic: 'clinic',
    doctors: 'clinic',
    dentist: 'clinic',
    nursing_home: 'care_home',
    retirement_home: 'care_home',
    social_facility: 'care_home',
    place_of_worship: 'worship',
    monastery: 'worship',
    marketplace: 'market',
    restaurant: 'restaurant',
    fast_food: 'restaurant',
    food_court: 'restaurant',
    cafe: 'restaurant',
    bar: 'entertainment',
    pub: 'entertainment',
    nightclub: 'entertainment',
    karaoke_box: 'entertainment',
    casino: 'entertainment',
    dancing_school: 'entertainment',
    internet_cafe: 'internet_cafe',
    public_bath: 'bath',
    cinema: 'theatre',
    theatre: 'theatre',
    arts_centre: 'theatre',
    concert_hall: 'theatre',
    events_venue: 'theatre',
    conference_centre: 'theatre',
    library: 'library',
    bus_station: 'transport',
    ferry_terminal: 'transport',
    fuel: 'fuel',
    prison: 'prison',
  },
  social_facility: { nursing_home: 'care_home', assisted_living: 'care_home', group_home: 'care_home' },
  tourism: {
    hotel: 'hotel',
    hostel: 'hotel',
    motel: 'hotel',
    guest_house: 'hotel',
    apartment: 'hotel',
    chalet: 'hotel',
    alpine_hut: 'hotel',
    museum: 'museum',
    gallery: 'museum',
  },
  shop: {
    mall: 'mall',
    department_store: 'mall',
    supermarket: 'supermarket',
    wholesale: 'supermarket',
    hairdresser: 'beauty',
    beauty: 'beauty',
    massage: 'beauty',
    vacant: '',
    no: '',
    '*': 'shop',
  },
  leisure: {
    sauna: 'bath',
    dance: 'entertainment',
    adult_gaming_centre: 'entertainment',
    amusement_arcade: 'entertainment',
    stadium: 'stadium',
    sports_hall: 'stadium',
    sports_centre: 'stadium',
  },
  healthcare: { hospital: 'hospital', clinic: 'clinic', hospice: 'care_home' },
  railway: { station: 'transport' },
  aeroway: { terminal: 'transport' },
  craft: { no: '', '*': 'workshop' },
  historic: { castle: 'heritage', monastery: 'heritage', manor: 'heritage', temple: 'heritage' },
};

export const PLACE_KEYS = Object.keys(KIND);

export function placeRow(tags: Tags): LayerRows['place'] | null {
  const kind = placeKind(tags);
  return kind === '' ? null : { name: tags.get('name') ?? null, kind };
}

function placeKind(tags: Tags): string {
  if (tags.get('amenity') === 'charging_station')
    return tags.get('bicycle') === 'yes' ? 'ebike_charging' : '';
  for (const key of PLACE_KEYS) {
    const value = tags.get(key);
    if (value === undefined) continue;
    const kinds = KIND[key];
    const kind = Object.hasOwn(kinds, value) ? kinds[value] : (kinds['*'] ?? '');
    if (kind !== '') return kind;
  }
  return '';
}
