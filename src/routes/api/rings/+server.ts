import { pictureResponse } from '$lib/server/picture_response';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => pictureResponse('rings', event);
