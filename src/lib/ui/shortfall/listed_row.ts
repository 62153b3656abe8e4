import type { MeasureFirstRow } from '../../contract/api_shortfall.ts';
import type { ShortfallRow } from '../../contract/api_shortfall_list.ts';
import { PICKS, type Pick as MapPick } from '../../contract/map_address.ts';
import type { Language } from '../../format/language.ts';
import type { Messages } from '../../format/messages.ts';
import { formatCount, formatLength } from '../../format/numbers.ts';
import type { ShortfallWords } from '../../format/shortfall_zh.ts';
import { useText } from '../../format/use_words.ts';
import { reasonText } from './figure_text.ts';

/** A row of any list as the drawer shows it. */
export interface ShownRow {
  key: string;
  title: string;
  place: string;
  /** Why it is in the list. */
  reason: string;
  /** Dates, who keeps it, what is to be recorded. */
  facts: string[];
  /** What the map picks; null where it has no card for it. */
  pick: MapPick | null;
  at_deg: [number, number];
  /** Whose records can be written from here. */
  hydrant_id: number | null;
}

interface Said {
  words: Messages;
  own: ShortfallWords;
  language: Language;
}

const wordOf = (value: string | null, { words, own }: Said) =>
  value === null ? null : (own.measures[value] ?? words.values[value] ?? value);
const present = (parts: readonly (string | null | false)[]) =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '');

/** A row of the list behind a figure. */
export function shownRow(row: ShortfallRow, index: number, said: Said): ShownRow {
  const { own, language } = said;
  const { layer, id, name, street_name, area_name, what } = row;
  const number = id === null ? String(index + 1) : String(id);
  const from_to =
    row.from_m === null || row.to_m === null
      ? null
      : own.along(formatLength(row.from_m, language), formatLength(row.to_m, language));
  const to_record = row.missing.filter((part) => part !== 'rule');
  return {
    key: `${layer}-${number}-${index}`,
    title: name ?? `${own.names[layer]} ${number}`,
    place: present([
      layer === 'building' && what !== null ? useText(what, said.words, language) : wordOf(what, said),
      street_name === name ? null : street_name,
      area_name === name ? null : area_name,
    ]).join(' · '),
    reason: reasonText(row, own, language),
    facts: present([
      from_to,
      layer === 'site' && row.amount !== null && own.serves(formatCount(row.amount, language)),
      row.missing.includes('rule') && own.no_rule,
      to_record.length > 0 &&
        own.to_record(to_record.map((part) => wordOf(part, said) ?? part).join(own.separator)),
      row.tested_on && own.tested_on(row.tested_on),
      row.opened_on && own.opened_on(row.opened_on),
      row.due_on && own.due_on(row.due_on),
      row.owner && own.kept_by(row.owner),
    ]),
    pick: pickOf(row),
    at_deg: [row.lon_deg, row.lat_deg],
    hydrant_id: layer === 'hydrant' ? id : row.hydrant_id,
  };
}

function pickOf({ layer, id, hydrant_id, area_id }: ShortfallRow): MapPick | null {
  if (layer === 'repair_order') return hydrant_id === null ? null : { kind: 'hydrant', id: hydrant_id };
  if (layer === 'target') return area_id === null ? null : { kind: 'area', id: area_id };
  const kind = PICKS.find((pick) => pick === layer);
  return kind && id !== null ? { kind, id } : null;
}

/** A source to be measured. */
export function shownMeasure(row: MeasureFirstRow, total: number, said: Said): ShownRow {
  const { own, language } = said;
  const { rank, layer, id, name, street_name, area_name, kind, owner } = row;
  return {
    key: `${layer}-${id}`,
    title: `${rank}. ${name ?? `${own.names[layer]} ${id}`}`,
    place: present([wordOf(kind, said), street_name, area_name]).join(' · '),
    reason: own.first_row(
      row.measure.map((part) => wordOf(part, said)).join(own.separator),
      formatCount(row.buildings, language),
    ),
    facts: present([
      row.people !== null && own.first_people(formatCount(row.people, language)),
      own.first_cumulative(formatCount(row.cumulative, language), formatCount(total, language)),
      owner && own.kept_by(owner),
    ]),
    pick: { kind: layer, id },
    at_deg: [row.lon_deg, row.lat_deg],
    hydrant_id: layer === 'hydrant' ? id : null,
  };
}
