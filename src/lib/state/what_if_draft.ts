import { z } from 'zod';
import { editsSchema } from '../contract/edits.ts';
import { VEHICLE_CHOICES } from '../contract/vehicle_choice.ts';

const draftSchema = z.object({
  name: z.string(),
  edits: editsSchema,
  turnout_s: z.number().nullable(),
  vehicle: z.enum(VEHICLE_CHOICES),
  cutoff_s: z.number(),
  /** State of the data the steps were made on. */
  base_stamp: z.string(),
  /** Revision of the scenario they were made on; null where it was never saved. */
  revision: z.number().nullable(),
});

/** Steps that nobody saved yet, so that a reload loses nothing. */
export type Draft = z.infer<typeof draftSchema>;

const keyOf = (scenario_id: number | null) => `firecover-draft-${scenario_id ?? 'new'}`;

/** This tab's own, else what another tab of this browser left. Storage may be switched off or full of something else. */
export function readDraft(scenario_id: number | null): Draft | null {
  for (const storage of storages()) {
    try {
      const text = storage.getItem(keyOf(scenario_id));
      const draft = draftSchema.safeParse(text === null ? null : JSON.parse(text));
      if (draft.success) return draft.data;
    } catch {
      // not ours, or not readable: as if there were none
    }
  }
  return null;
}

/** False where the browser keeps nothing. */
export function keepDraft(scenario_id: number | null, draft: Draft): boolean {
  const text = JSON.stringify(draft);
  const kept = storages().map((storage) => {
    try {
      storage.setItem(keyOf(scenario_id), text);
      return true;
    } catch {
      return false;
    }
  });
  return kept.includes(true);
}

export function dropDraft(scenario_id: number | null): void {
  for (const storage of storages()) {
    try {
      storage.removeItem(keyOf(scenario_id));
    } catch {
      // nothing was kept then
    }
  }
}

function storages(): Storage[] {
  try {
    return [sessionStorage, localStorage];
  } catch {
    return [];
  }
}
