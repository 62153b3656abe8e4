import { pinyin } from 'pinyin-pro';

/** A name in the forms it is looked for. */
export interface SearchName {
  /** Lower case, width and blanks evened out. */
  plain: string;
  /** First letters of its syllables where it holds Chinese, e.g. 西塘村 xtc; else ''. */
  initials: string;
  /** Its syllables without tones, e.g. xitangcun; else ''. */
  syllables: string;
}

const HAN = /\p{Script=Han}/u;

/** The text as it is compared. */
export const plainName = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

export function searchName(name: string): SearchName {
  const plain = plainName(name);
  if (!HAN.test(plain)) return { plain, initials: '', syllables: '' };
  const written = { toneType: 'none', type: 'array', nonZh: 'spaced', v: true } as const;
  const joined = (parts: string[]) => parts.join('').replaceAll(' ', '');
  return {
    plain,
    initials: joined(pinyin(plain, { ...written, pattern: 'first' })),
    syllables: joined(pinyin(plain, written)),
  };
}

/** How well a name fits what was typed (as plainName gives it), the best 0; null where it does not. */
export function matchRank({ plain, initials, syllables }: SearchName, typed: string): number | null {
  if (plain === typed) return 0;
  if (plain.startsWith(typed)) return 1;
  if (plain.includes(typed)) return 2;
  const letters = typed.replaceAll(' ', '');
  if (!/^[a-z0-9]+$/.test(letters)) return null;
  if (initials === letters) return 3;
  if (initials.startsWith(letters)) return 4;
  if (syllables.startsWith(letters)) return 5;
  return initials.includes(letters) && letters.length > 1 ? 6 : null;
}
