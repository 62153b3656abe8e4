import type { DatabaseState } from '$lib/server/open';
import type { Actor } from '$lib/server/db/database';

declare global {
  namespace App {
    interface Locals {
      /** Who asks; until sign-in exists the local administrator. */
      actor: Actor;
      database(): Promise<DatabaseState>;
    }
  }
}

export {};
