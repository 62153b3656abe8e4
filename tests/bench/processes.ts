import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The command line of this checkout. */
export const FIRECOVER = fileURLToPath(new URL('../../bin/firecover.js', import.meta.url));

/** A database of that name on the cluster, with PostGIS and nothing in it; returns its URL. */
export async function emptyDatabase(cluster_url: string, name: string): Promise<string> {
  const owner = new pg.Client(`${cluster_url}/postgres`);
  await owner.connect();
  await owner.query(`drop database if exists ${name} with (force)`);
  await owner.query(`create database ${name}`);
  await owner.end();
  const client = new pg.Client(`${cluster_url}/${name}`);
  await client.connect();
  await client.query('create extension postgis');
  await client.end();
  return `${cluster_url}/${name}`;
}

/** Runs our command line to its end on a database. */
export const firecover = (args: string[], url: string) =>
  runToEnd(process.execPath, [FIRECOVER, ...args], { DATABASE_URL: url });

/** Runs a program to its end; throws with the end of what it said where it fails. */
export function runToEnd(program: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => (said = (said + text).slice(-2000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args[0]} ended with ${code}: ${said}`));
    });
  });
}
