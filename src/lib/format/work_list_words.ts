import type { WorkKind, WorkVehicle } from '../domain/live/work_items.ts';
import type { Language } from './language.ts';

/** Words of the work list: fetched with it, not with the page. */
export interface WorkListWords {
  kinds: Record<WorkKind, string>;
  what: string;
  order: string;
  order_hint: string;
  together: (numbers: string) => string;
  regained: Record<WorkKind, string>;
  regained_hint: Record<WorkKind, string>;
  vehicles: Record<WorkVehicle, string>;
  nobody: string;
  buildings: (count: string) => string;
  people: (count: string) => string;
  perhaps: (count: string) => string;
  perhaps_hint: Record<WorkKind, string>;
  clear_width: string;
  unknown_width: string;
  try_it: Record<'obstacle' | 'hydrant', string>;
  try_hint: string;
  tried: string;
  working: (percent: string) => string;
  failed: string;
  none: Record<WorkKind, string>;
  steps: (count: string) => string;
  number: Record<WorkKind, (id: number) => string>;
  card_title: Record<WorkKind, string>;
  card_nothing: Record<WorkKind, string>;
  card_together: (numbers: string, count: string) => string;
  card_order: (order: number) => string;
}

const ZH: WorkListWords = {
  kinds: { obstacle: '清障碍', hydrant: '修坏栓', station: '补空站' },
  what: '名称',
  order: '先后',
  order_hint: '每一步都选救回最多的；一条路上前后几处要一起清，算一步',
  together: (numbers) => `与 ${numbers} 号一起`,
  regained: { obstacle: '单独清掉可救回', hydrant: '单独修好可救回', station: '单独补员可救回' },
  regained_hint: {
    obstacle: '清掉后消防车能按时到达的楼栋，之前不能',
    hydrant: '修好后有合格水源的楼栋，之前没有',
    station: '有人值守后消防车能按时到达的楼栋，之前不能',
  },
  vehicles: { best: '各站车辆', trike: '三轮', mini: '小型', pumper: '水罐', ladder: '登高' },
  nobody: '—',
  buildings: (count) => `${count} 栋`,
  people: (count) => `${count} 人`,
  perhaps: (count) => `可能 +${count}`,
  perhaps_hint: {
    obstacle: '路宽没有量过，量够宽才算数',
    hydrant: '水量没有测过，测合格才算数',
    station: '路宽没有量过，量够宽才算数',
  },
  clear_width: '剩余净宽',
  unknown_width: '未量',
  try_it: { obstacle: '试清', hydrant: '试修' },
  try_hint: '在方案推演里先试一试，不改动数据',
  tried: '已在方案中',
  working: (percent) => `正在逐个推算 ${percent}`,
  failed: '没有算出来，请重试。',
  none: { obstacle: '没有挡路的障碍物。', hydrant: '没有坏掉的消火栓。', station: '没有无人值守的站点。' },
  steps: (count) => `按先后共 ${count} 步`,
  number: {
    obstacle: (id) => `障碍物 ${id}`,
    hydrant: (id) => `消火栓 ${id}`,
    station: (id) => `站点 ${id}`,
  },
  card_title: { obstacle: '清掉它', hydrant: '修好它', station: '补上人员' },
  card_nothing: {
    obstacle: '单独清掉，没有楼栋因此能按时到达',
    hydrant: '单独修好，没有楼栋因此有水',
    station: '单独补员，没有楼栋因此能按时到达',
  },
  card_together: (numbers, count) => `与 ${numbers} 号一起，救回 ${count} 栋`,
  card_order: (order) => `工作清单第 ${order} 步`,
};

const EN: WorkListWords = {
  kinds: { obstacle: 'Obstacles to clear', hydrant: 'Hydrants to repair', station: 'Stations to crew' },
  what: 'Name',
  order: 'Order',
  order_hint: 'Each step gives back the most; several on one way must go together and are one step',
  together: (numbers) => `with ${numbers}`,
  regained: {
    obstacle: 'Regained if cleared alone',
    hydrant: 'Regained if repaired alone',
    station: 'Regained if crewed alone',
  },
  regained_hint: {
    obstacle: 'Buildings reached in time once it is cleared, and not before',
    hydrant: 'Buildings with sufficient water once it is repaired, and not before',
    station: 'Buildings reached in time once it has a crew, and not before',
  },
  vehicles: { best: 'own vehicles', trike: 'trike', mini: 'mini', pumper: 'pumper', ladder: 'ladder' },
  nobody: '—',
  buildings: (count) => `${count} buildings`,
  people: (count) => `${count} people`,
  perhaps: (count) => `perhaps +${count}`,
  perhaps_hint: {
    obstacle: 'Over widths nobody measured: only if they are wide enough',
    hydrant: 'From water nobody tested: only if it suffices',
    station: 'Over widths nobody measured: only if they are wide enough',
  },
  clear_width: 'Clear width',
  unknown_width: 'not measured',
  try_it: { obstacle: 'Try clearing', hydrant: 'Try repairing' },
  try_hint: 'Try it in a what-if first; the data stays as it is',
  tried: 'in the what-if',
  working: (percent) => `Asking one by one ${percent}`,
  failed: 'It could not be worked out, please try again.',
  none: {
    obstacle: 'No obstacle stands in the way.',
    hydrant: 'No hydrant is broken.',
    station: 'No station is empty.',
  },
  steps: (count) => `${count} steps in order`,
  number: {
    obstacle: (id) => `Obstacle ${id}`,
    hydrant: (id) => `Hydrant ${id}`,
    station: (id) => `Station ${id}`,
  },
  card_title: { obstacle: 'If it were cleared', hydrant: 'If it worked', station: 'If it had a crew' },
  card_nothing: {
    obstacle: 'Cleared alone, no more buildings are reached in time',
    hydrant: 'Repaired alone, no more buildings have water',
    station: 'Crewed alone, no more buildings are reached in time',
  },
  card_together: (numbers, count) => `Together with ${numbers}: ${count} buildings regained`,
  card_order: (order) => `Step ${order} of the work list`,
};

export const workListWords = (language: Language): WorkListWords => (language === 'en' ? EN : ZH);
