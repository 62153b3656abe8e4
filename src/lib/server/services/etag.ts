/** Whether an If-None-Match header names this version. */
export const holdsEtag = (known_etags: string | null, etag: string) =>
  known_etags !== null && known_etags.split(',').some((known) => known.trim().replace(/^W\//, '') === etag);
