import type { ColumnContext } from './attribute.ts';
import { plainText } from './plain_text.ts';
import { yesOrNo } from './plain_values.ts';
import type { Reading } from './plain_text.ts';

const BRANCH = /枝状|支状|枝|尽端|末端|死水|盲管|单向|\b(dead ?end|branch\w*|single|tree|stub)\b/;
const LOOP = /环|環|双向|\b(loop\w*|ring|grid\w*|double|both)\b/;

/**
 * Whether a main is fed from one end only: 枝状 or 环状, branch or loop, or a yes or no under a heading that names one of
 * the two. Mixed networks ("环枝结合") say nothing about this main.
 */
export function deadEndOf(value: unknown, { column }: ColumnContext): Reading<boolean> {
  const plain = plainText(value)?.toLowerCase().replace(/[_-]/g, ' ') ?? null;
  if (plain === null) return yesOrNo(value);
  const answer = yesOrNo(value);
  if (typeof answer === 'boolean') {
    const heading = column.field.toLowerCase().replace(/[_-]/g, ' ');
    return LOOP.test(heading) && !BRANCH.test(heading) ? !answer : answer;
  }
  const branch = BRANCH.test(plain);
  const loop = LOOP.test(plain);
  return branch === loop ? undefined : branch;
}
