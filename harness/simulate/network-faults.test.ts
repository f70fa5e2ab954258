// Faults of names, connects and the event loop as a program meets them: codes, messages and order are Node's own.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { naturalCase, type Case } from '../model/case.ts';
import type { Fault } from '../model/fault.ts';
import { listNotes, runInWorld } from './tests/in-world.ts';

const FILE = fileURLToPath(new URL('./tests/faults/scenario.ts', import.meta.url));

function withFaults(variant: string, ...faults: Fault[]): Case {
  return { ...naturalCase('faults', variant), faults };
}

async function notesOf(...cases: Case[]): Promise<string[][]> {
  return (await runInWorld(FILE, cases)).map(({ trace }) => listNotes(trace));
}

test('a connect fails with what the network says, at once where there is no route', async () => {
  const unreachable = (code: 'EHOSTUNREACH' | 'ENETUNREACH' | 'ETIMEDOUT'): Fault => ({
    kind: 'unreachable',
    on: 'connection#0',
    code,
  });
  const slow: Fault = { kind: 'slow-connect', on: 'connection#0', ms: 500 };
  const [noHost, noNet, late] = await notesOf(
    withFaults('connects', unreachable('EHOSTUNREACH')),
    withFaults('connects', unreachable('ENETUNREACH')),
    withFaults('connects', unreachable('ETIMEDOUT'), slow),
  );
  expect(noHost).toEqual([
    '0 error EHOSTUNREACH -113 connect: connect EHOSTUNREACH 10.0.0.1:8080',
    '0 close',
  ]);
  // The system call itself fails: net.Socket names the local end as well.
  expect(noNet).toEqual([
    '0 error ENETUNREACH -101 connect: connect ENETUNREACH 10.0.0.1:8080 - Local (0.0.0.0:0)',
    '0 close',
  ]);
  expect(late).toEqual(['500 error ETIMEDOUT -110 connect: connect ETIMEDOUT 10.0.0.1:8080', '500 close']);
});

test('a server that resets at accept lets the connect succeed first', async () => {
  const [reset, silent] = await notesOf(
    withFaults('connects', { kind: 'accept', on: 'connection#0', form: 'reset' }),
    withFaults('connects', { kind: 'accept', on: 'connection#0', form: 'silence' }),
  );
  expect(reset).toEqual(['0 connect', '0 error ECONNRESET -104 read: read ECONNRESET', '0 close']);
  expect(silent).toEqual(['0 connect']);
});

test('a name is not found, by whichever way it is asked for', async () => {
  const dns = (nth: number, code: 'ENOTFOUND' | 'EAI_AGAIN'): Fault => ({
    kind: 'dns',
    on: `lookup#${nth}`,
    code,
  });
  const [each, none] = await notesOf(
    withFaults('names', dns(0, 'ENOTFOUND'), dns(1, 'EAI_AGAIN'), dns(2, 'ENOTFOUND')),
    withFaults('names', dns(1, 'ENOTFOUND')),
  );
  expect(each).toEqual([
    '0 {"code":"ENOTFOUND","errno":-3008,"syscall":"getaddrinfo","hostname":"one.test","message":"getaddrinfo ENOTFOUND one.test"}',
    '0 {"code":"EAI_AGAIN","errno":-3001,"syscall":"getaddrinfo","hostname":"two.test","message":"getaddrinfo EAI_AGAIN two.test"}',
    '0 ENOTFOUND',
  ]);
  expect(none).toHaveLength(3);
  expect(none![0]).toBe('0 found');
  expect(none![2]).toBe('0 found');
});

test('while the event loop stands still time passes: timers are late, in their order, and come before what was sent', async () => {
  const [blocked] = await notesOf(
    withFaults('blocked', { kind: 'block', on: 'text#0', at: 'before-head', ms: 100 }),
  );
  expect(blocked).toEqual([
    '0 immediate',
    '0 connect',
    '100 late by 90 ms',
    '100 late by 80 ms',
    '100 HTTP/1.1 200 OK',
    '100 one',
    '100 close',
    '150 in time',
  ]);
});
