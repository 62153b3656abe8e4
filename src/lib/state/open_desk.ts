import type { RunChoice } from './run_choice.svelte.ts';
import { ScenarioDesk } from './scenario_desk.svelte.ts';
import { WhatIf } from './what_if.svelte.ts';

/** A what-if and where it is kept: read only when somebody wants one. */
export const openDesk = (choice: RunChoice): ScenarioDesk => new ScenarioDesk(new WhatIf(choice), choice);
