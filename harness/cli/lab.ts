// The lab's folder → its batteries by client, and the list of known bugs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClosecallError } from '../model/closecall-error.ts';
import { parseKnownBugs, type KnownBug } from '../model/known-bug.ts';
import { nameUnknown } from './name-unknown.ts';

/** Beside the harness. Its modules are run by their path, as a user's are; nothing of them is imported here. */
const LAB = join(import.meta.dirname, '..', '..', 'scenarios', 'lab');
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Clients that have a battery, sorted. */
export function listClients(): string[] {
  const folders = readdirSync(LAB, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .filter((name) => existsSync(pathOf(name)))
    .toSorted();
}

/** The module of a client's battery. Throws a ClosecallError for a client that has none. */
export function findBattery(client: string): string {
  const clients = listClients();
  if (!clients.includes(client))
    throw new ClosecallError(
      'ERR_UNKNOWN_CLIENT',
      `--client ${client}: ${nameUnknown('client', client, clients)}`,
    );
  return pathOf(client);
}

/** The bugs that `ids` name (whole, or the client's name for all of it); all without. Throws a ClosecallError. */
export function listKnownBugs(ids: readonly string[]): KnownBug[] {
  const file = join(LAB, 'known-bugs.json');
  const bugs = parseKnownBugs(readFileSync(file, 'utf8'), file);
  for (const id of ids)
    if (!bugs.some((bug) => bug.id === id || bug.client === id))
      throw new ClosecallError(
        'ERR_UNKNOWN_BUG',
        nameUnknown(
          'bug',
          id,
          bugs.map((bug) => bug.id),
        ),
        3,
      );
  return ids.length === 0 ? bugs : bugs.filter(({ id, client }) => ids.includes(id) || ids.includes(client));
}

function pathOf(client: string): string {
  return join(LAB, client, `battery.${EXTENSION}`);
}
