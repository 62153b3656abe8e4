import { z } from 'zod';
import { idText } from './api_query.ts';

/**
 * GET /api/network.bin?area=: the town as packed_town.md says; with an area only its buildings, with the surroundings
 * their verdicts follow from. 404: no such area; 413: too large to be opened whole, choose an area.
 */
export const networkQuerySchema = z.object({ area: idText.optional() });
