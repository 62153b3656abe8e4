import type { TownLayerId } from '../contract/map_address.ts';
import type { Language } from './language.ts';

/** What a layer shows, in a sentence or two. */
export const layerHelp = async (layer: TownLayerId, language: Language): Promise<string> =>
  language === 'en'
    ? (await import('./layer_helps_en.ts')).LAYER_HELPS_EN[layer]
    : (await import('./layer_helps_zh.ts')).LAYER_HELPS_ZH[layer];
