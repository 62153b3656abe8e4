import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser } from './browser.ts';
import { findPostgres } from './postgres_binaries.ts';

/** What the tests use beside npm's packages, and the Debian packages that bring it. */
const WANTED: readonly { what: string; isThere: () => boolean; packages: () => string[] }[] = [
  {
    what: 'a PostgreSQL server with PostGIS and pgRouting',
    isThere: () => {
      const found = findPostgres();
      return 'bin_folder' in found && found.has_pgrouting;
    },
    packages: () => {
      const version = newestPostgresPackage();
      return [`postgresql-${version}`, `postgresql-${version}-postgis-3`, `postgresql-${version}-pgrouting`];
    },
  },
  { what: 'GDAL', isThere: () => onPath('ogr2ogr'), packages: () => ['gdal-bin'] },
  { what: 'osm2pgsql', isThere: () => onPath('osm2pgsql'), packages: () => ['osm2pgsql'] },
  { what: 'a browser', isThere: () => findBrowser() !== null, packages: () => ['chromium'] },
];

/**
 * Installs what is missing with apt-get, only as root on Debian and not where FIRECOVER_NO_APT=1. Returns what
 * is still missing, in words that say what to install.
 */
export function installMissing(say: (line: string) => void): string[] {
  const missing = WANTED.filter((wanted) => !wanted.isThere());
  if (missing.length === 0) return [];
  const names = missing.map((wanted) => wanted.what).join(', ');
  if (!mayInstall()) return missing.map(({ what }) => what);
  say(`Missing for the tests: ${names}. Installing with apt-get (FIRECOVER_NO_APT=1 prevents it).`);
  try {
    aptGet(['update']);
    for (const wanted of missing) {
      const packages = wanted.packages();
      say(`apt-get install ${packages.join(' ')}`);
      aptGet(['install', '-y', '--no-install-recommends', ...packages]);
    }
  } catch (error) {
    say(`apt-get failed: ${(error as Error).message}`);
  }
  return WANTED.filter((wanted) => !wanted.isThere()).map(({ what }) => what);
}

function mayInstall(): boolean {
  return (
    process.env.FIRECOVER_NO_APT !== '1' &&
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    onPath('apt-get')
  );
}

function aptGet(parameters: string[]): void {
  execFileSync('apt-get', ['-q', ...parameters], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The PostgreSQL release this Debian carries PostGIS for. */
function newestPostgresPackage(): string {
  const names = execFileSync('apt-cache', ['search', '--names-only', '^postgresql-[0-9]+-postgis-3$'], {
    encoding: 'utf8',
  });
  const versions = [...names.matchAll(/^postgresql-(\d+)-postgis-3\b/gm)].map((match) => Number(match[1]));
  if (versions.length === 0) throw new Error('apt knows no package postgresql-*-postgis-3');
  return String(Math.max(...versions));
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
}
