import { error, json } from '@sveltejs/kit';
import { FEATURE_KINDS, featureCardSchema, type FeatureKind } from '$lib/contract/api_feature';
import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { featureCard } from '$lib/server/queries/feature_card';
import { latestRun } from '$lib/server/queries/latest_run';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  const kind = FEATURE_KINDS.find((name): name is FeatureKind => name === params.kind);
  if (!kind || !/^[1-9]\d{0,14}$/.test(params.id))
    error(404, `Nothing is called ${params.kind} ${params.id}`);
  const { run } = readQuery(url, ofRunQuerySchema);
  const db = requireDatabase(await locals.database()).as(locals.actor);
  const judged = await latestRun(db, run ?? null);
  const card = await featureCard(db, kind, Number(params.id), judged?.id ?? null);
  if (!card) error(404, `There is no ${kind} ${params.id}`);
  return json(featureCardSchema.parse(card), { headers: { 'cache-control': 'no-cache' } });
};
