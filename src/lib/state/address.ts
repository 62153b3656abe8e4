import { VEHICLE_CHOICES, type VehicleChoice } from '../contract/vehicle_choice.ts';
import {
  PANELS,
  PICKS,
  SHOWN_AT_FIRST,
  THEME_CHOICES,
  TOWN_LAYERS,
  type Panel,
  type Pick,
  type Side,
  type ThemeChoice,
  type TownLayerId,
} from '../contract/map_address.ts';
import { languageOf, type Language } from '../format/language.ts';

export const DEFAULT_CUTOFF_S = 300;

/** What the query of the page's address holds; the part after # is the view of the map. */
export interface Address {
  language: Language;
  theme: ThemeChoice;
  vehicle: VehicleChoice;
  cutoff_s: number;
  /** Chosen area; null for all. */
  area_id: number | null;
  picked: Pick | null;
  shown: ReadonlySet<TownLayerId>;
  panel: Panel;
  /** The what-if that is open: a saved scenario, or (null) a draft of this browser. */
  what_if: { scenario_id: number | null } | null;
  /** The siting question that is open, see siting_address.ts. */
  siting: string | null;
  /** What the what-if compares. */
  compared: readonly [Side, Side] | null;
  /** The address says by which vehicle and cutoff, not only what they are where it is silent. */
  names_choice: boolean;
}

/** Reads an address; what it does not name or names wrongly is as at first. */
export function parseAddress(url: URL): Address {
  const query = url.searchParams;
  const id = (name: string) => {
    const text = query.get(name) ?? '';
    return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
  };
  const one = <T extends string>(name: string, of: readonly T[], otherwise: T): T =>
    of.find((value) => value === query.get(name)) ?? otherwise;
  const cutoff_s = id('cutoff') ?? DEFAULT_CUTOFF_S;
  const scenario_id = id('scenario');
  const kind = PICKS.find((pick) => id(pick) !== null && pick !== 'area');
  return {
    language: languageOf(url),
    theme: one('theme', THEME_CHOICES, 'system'),
    vehicle: one('vehicle', VEHICLE_CHOICES, 'best'),
    cutoff_s: cutoff_s >= 60 && cutoff_s <= 3600 ? cutoff_s : DEFAULT_CUTOFF_S,
    area_id: id('area'),
    picked: kind ? { kind, id: id(kind)! } : null,
    shown: parseLayers(query.get('layers')),
    panel: one('panel', PANELS, 'totals'),
    what_if: scenario_id !== null || query.get('whatif') === '1' ? { scenario_id } : null,
    siting: query.get('siting'),
    compared: parseSides(query.get('compare')),
    names_choice: query.has('vehicle') || query.has('cutoff'),
  };
}

/** "?lang=en&building=12", or nothing where all is as at first. */
export function formatAddress(address: Address): string {
  const { language, theme, vehicle, cutoff_s, area_id, picked, shown, panel } = address;
  const { what_if, compared, siting } = address;
  const layers = formatLayers(shown);
  const asked = [
    language === 'en' && 'lang=en',
    theme !== 'system' && `theme=${theme}`,
    (vehicle !== 'best' || what_if) && `vehicle=${vehicle}`,
    (cutoff_s !== DEFAULT_CUTOFF_S || what_if) && `cutoff=${cutoff_s}`,
    panel !== 'totals' && `panel=${panel}`,
    area_id !== null && `area=${area_id}`,
    layers !== null && `layers=${layers}`,
    picked !== null && `${picked.kind}=${picked.id}`,
    what_if && (what_if.scenario_id === null ? 'whatif=1' : `scenario=${what_if.scenario_id}`),
    siting !== null && `siting=${encodeURIComponent(siting)}`,
    what_if && compared && `compare=${compared.join(',')}`,
  ].filter(Boolean);
  return asked.length > 0 ? `?${asked.join('&')}` : '';
}

function parseSides(text: string | null): readonly [Side, Side] | null {
  const [, left, right] = /^(base|now|[1-9]\d{0,14}),(base|now|[1-9]\d{0,14})$/.exec(text ?? '') ?? [];
  const side = (name: string): Side => (name === 'base' || name === 'now' ? name : Number(name));
  return left && right ? [side(left), side(right)] : null;
}

function parseLayers(text: string | null): ReadonlySet<TownLayerId> {
  if (text === null) return SHOWN_AT_FIRST;
  const names = text.split(',');
  return new Set(TOWN_LAYERS.filter((layer) => names.includes(layer)));
}

function formatLayers(shown: ReadonlySet<TownLayerId>): string | null {
  const as_at_first = TOWN_LAYERS.every((layer) => shown.has(layer) === SHOWN_AT_FIRST.has(layer));
  return as_at_first ? null : TOWN_LAYERS.filter((layer) => shown.has(layer)).join(',') || 'none';
}
