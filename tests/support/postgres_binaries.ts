import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL server on this machine that has PostGIS. */
export interface PostgresBinaries {
  /** Holds initdb, pg_ctl and postgres. */
  bin_folder: string;
  version: string;
  has_pgrouting: boolean;
}

/** The newest PostgreSQL server with PostGIS, or why there is none. Plain data: it crosses to the test workers. */
export type FoundPostgres = PostgresBinaries | { missing: string };

const DEBIAN_VERSIONS = '/usr/lib/postgresql';

export function findPostgres(): FoundPostgres {
  const folders = [...debianFolders(), ...pgConfigFolder()].filter((folder) =>
    existsSync(join(folder, 'initdb')),
  );
  if (folders.length === 0) return { missing: 'no PostgreSQL server' };
  for (const bin_folder of folders) {
    const extensions = join(pgConfig(bin_folder, '--sharedir'), 'extension');
    if (!existsSync(join(extensions, 'postgis.control'))) continue;
    const has_pgrouting = existsSync(join(extensions, 'pgrouting.control'));
    return { bin_folder, version: pgConfig(bin_folder, '--version'), has_pgrouting };
  }
  return { missing: `no PostGIS for the PostgreSQL server in ${folders.join(', ')}` };
}

function debianFolders(): string[] {
  if (!existsSync(DEBIAN_VERSIONS)) return [];
  return readdirSync(DEBIAN_VERSIONS)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_VERSIONS, version, 'bin'));
}

function pgConfigFolder(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim()];
  } catch {
    return [];
  }
}

/** Debian ships pg_config of a server package under its own folder; without it the usual layout is assumed. */
function pgConfig(binFolder: string, what: '--sharedir' | '--version'): string {
  const program = join(binFolder, 'pg_config');
  if (existsSync(program)) return execFileSync(program, [what], { encoding: 'utf8' }).trim();
  if (what === '--version')
    return execFileSync(join(binFolder, 'postgres'), [what], { encoding: 'utf8' }).trim();
  const debian = /^\/usr\/lib\/postgresql\/(\d+)\/bin$/.exec(binFolder);
  return debian ? `/usr/share/postgresql/${debian[1]}` : join(binFolder, '../share/postgresql');
}
