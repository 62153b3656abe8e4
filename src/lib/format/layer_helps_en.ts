import type { LAYER_HELPS_ZH } from './layer_helps_zh.ts';

/** The same in English. */
export const LAYER_HELPS_EN: typeof LAYER_HELPS_ZH = {
  building:
    'The verdict of each building from arrival, hose and water; from afar the most frequent one by grid cell. Click one for its three legs.',
  ring: 'Streets that any station reaches within 1, 3 and 5 minutes, widened by 25 m. Time counts from the order to go.',
  gap: 'Uncovered buildings of one area, for one reason, within 100 m of each other; ranked by people, then buildings.',
  station: 'Micro stations, township, national and enterprise brigades. Click for vehicles and crew.',
  hydrant:
    'The form tells the status: solid works, crossed is broken, question mark was never checked. Shown from nearby.',
  water:
    'Pools, tanks, intakes, wells, rivers and ponds, for where there are no mains or a hydrant is broken.',
  main: 'Mains that feed hydrants. A loop is fed from both ends, a branch from one only: of the hydrants on one branch the rule counts a single one. Hydrants whose main is not recorded take the nearest within 10 m.',
  hazard:
    'Hazards not yet closed. Near ones stand as one mark in the form and colour of the worst among them.',
  place: 'Schools, markets, care homes and the like; the dot has the colour of the place’s own verdict.',
  obstacle: 'Bollards, barriers and goods that stand in the way now. Cleared ones are not drawn.',
  lane: 'Measured or registered clear width against the fire lane rule and the vehicle chosen; never measured is dotted, not taken as wide enough.',
  cluster:
    'Where buildings stand closer than the fire separation, so that fire can spread; computed from footprints.',
  area: 'Borders and names of villages and communities, for figures and rights.',
  street: 'Streets and footways by rank, from the imported data.',
};
