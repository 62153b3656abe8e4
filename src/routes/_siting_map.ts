import type { SitingMap } from '$lib/map/siting_map';
import { sitingWords } from '$lib/format/siting_words';
import type { Language } from '$lib/format/language';
import type { Siting } from '$lib/state/siting.svelte';

/** What the map draws of a siting question. */
export function sitingMap(siting: Siting, language: Language): SitingMap {
  const own = sitingWords(language);
  const { draft, answer, why, active, served, mode } = siting;
  const { must, never } = draft;
  const place = why?.gain?.kind === 'place' ? why.gain : null;
  return {
    sites: siting.shown_sites.map(({ rank, lon_deg, lat_deg, street }) => ({
      rank,
      lon_deg,
      lat_deg,
      label: `${own.rank_name(rank)} ${street ?? own.unnamed_street}`,
    })),
    so_far: siting.result ? [] : (answer?.standing?.sites ?? []),
    points: [
      ...must.map((at, k) => ({ kind: 'must' as const, at, label: own.point_name.must(k + 1) })),
      ...never.map((at, k) => ({ kind: 'never' as const, at, label: own.point_name.never(k + 1) })),
    ],
    asked: why && { at: why.at, place: place && [place.lon_deg, place.lat_deg] },
    active,
    served: served && served.rank === active ? served.at : [],
    pointing: mode !== null,
    onpoint: (lon_deg, lat_deg) => siting.point(lon_deg, lat_deg),
    onhover: (rank) => siting.hover(rank),
    onhold: (rank) => siting.hold(rank),
  };
}
