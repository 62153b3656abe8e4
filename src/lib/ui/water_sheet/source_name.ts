import type { Messages } from '../../format/messages.ts';

/** What a source is called; without a name, by its number. */
export const sourceName = (
  { name, layer, id }: { name: string | null; layer: 'hydrant' | 'water_source'; id: number },
  words: Messages,
): string => name ?? (layer === 'hydrant' ? words.hydrant_number(id) : words.water_number(id));
