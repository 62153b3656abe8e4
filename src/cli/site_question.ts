import { BadInput } from '../lib/contract/errors.ts';
import type { SiteMinimised } from '../lib/server/services/siting/answer_question.ts';
import type { SiteLines } from '../lib/server/services/siting/hydrant_places.ts';
import type { SiteAim } from '../lib/server/services/siting/site_proposal.ts';
import type { SiteKind } from '../lib/server/services/siting/site_plan.ts';

interface AimOptions {
  count?: number;
  cover?: number;
  coverAll: boolean;
  backup: number;
  minimise: SiteMinimised;
}

/**
 * How much is to be built.
 *
 * @throws BadInput where options contradict one another.
 */
export function siteAim({ count, cover, coverAll, backup, minimise }: AimOptions): SiteAim {
  const named = [count, cover, coverAll || undefined].filter((value) => value !== undefined).length;
  if (named !== 1) {
    throw new BadInput('one-aim', 'site needs one of --count N, --cover SHARE and --cover-all');
  }
  if (backup > 0 && count === undefined) {
    throw new BadInput('backup-without-count', '--backup goes with --count');
  }
  if (minimise !== 'cover' && (count === undefined || backup > 0)) {
    throw new BadInput(
      'minimise-without-count',
      `--minimise ${minimise} goes with --count, without --backup`,
    );
  }
  if (count !== undefined) return { kind: 'count', sites: count, backup_share: backup };
  return cover !== undefined ? { kind: 'share', share: cover } : { kind: 'all' };
}

/**
 * Where hydrants go: kerbs and mains are nothing to a micro station.
 *
 * @throws BadInput where they are asked for with one.
 */
export function hydrantPlacing({
  what,
  along,
  strict,
}: {
  what: SiteKind;
  along?: SiteLines;
  strict: boolean;
}) {
  if (what !== 'hydrant' && (along !== undefined || strict)) {
    throw new BadInput('hydrants-only', '--along and --strict go with --what hydrant');
  }
  return { along: along ?? 'streets', strict };
}
