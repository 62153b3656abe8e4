import type { SitingPlanned, SitingQuestion } from '../../contract/api_siting.ts';
import type { Language } from '../../format/language.ts';
import { formatCount } from '../../format/numbers.ts';
import type { SitingWords } from '../../format/siting_words.ts';

/** Ways to hydrants are laid, those to micro stations are gone. */
export const wayUnit = (what: SitingQuestion['what'] | undefined) => (what === 'hydrant' ? 'm' : 's');

/** A weight with its unit; where people of some are only counted as one it is a bare figure, and nothing says people. */
export function sitingAmount(
  weight: number,
  { weigh, people_known }: Pick<SitingPlanned, 'weigh' | 'people_known'>,
  own: SitingWords,
  language: Language,
): string {
  const text = formatCount(weight, language);
  return weigh === 'people' && !people_known ? text : own.objective[weigh](text);
}
