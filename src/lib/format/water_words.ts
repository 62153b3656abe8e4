import type { Language } from './language.ts';

/** What is recorded of water beside flow and pressure: read with the cards that show it. */
export interface WaterWords {
  dead_end: string;
  is_dead_end: string;
  is_loop: string;
  ground: string;
  guarantee: string;
  tankers: string;
  tanker_volume: string;
  low_fire_resistance: string;
}

const ZH: WaterWords = {
  dead_end: '所在管网',
  is_dead_end: '枝状，只从一头供水',
  is_loop: '环状',
  ground: '地面高程',
  guarantee: '枯水保证率',
  tankers: '水罐车',
  tanker_volume: '每车载水',
  low_fire_resistance: '三四级耐火等级房屋为主',
};

const EN: WaterWords = {
  dead_end: 'Main',
  is_dead_end: 'Branch, fed from one end only',
  is_loop: 'In a loop',
  ground: 'Ground level',
  guarantee: 'Years with enough at low water',
  tankers: 'Tankers',
  tanker_volume: 'Water in each',
  low_fire_resistance: 'Mostly fire-resistance class III-IV',
};

export const waterWords = (language: Language): WaterWords => (language === 'en' ? EN : ZH);
