// why-is-node-running's account of what keeps this process alive → findings: where the client made each of it, with our
// own frames and those of the account itself taken out.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../model/finding.ts';

/** Folder of the package, or of its build: what paths are relative to. */
const ROOT = fileURLToPath(import.meta.url).replace(/harness[\\/]campaign[\\/][^\\/]*$/, '');
const OURS = /^harness\/(?!tests\/)|node_modules\/why-is-node-running\//;

/**
 * What can keep a process alive. The account also lists what cannot: ticks, resources that a client has made up
 * (`UNDICI_REQUEST`), and requests on a handle that is listed itself.
 */
const CAN_HOLD = new Set([
  'TCPWRAP',
  'TCPSERVERWRAP',
  'PIPEWRAP',
  'PIPESERVERWRAP',
  'TTYWRAP',
  'UDPWRAP',
  'PROCESSWRAP',
  'Timeout',
  'STATWATCHER',
  'FSEVENTWRAP',
  'MESSAGEPORT',
  'WORKER',
  'FSREQCALLBACK',
  'FSREQPROMISE',
  'FILEHANDLE',
  'GETADDRINFOREQWRAP',
  'GETNAMEINFOREQWRAP',
  'QUERYWRAP',
  'ZLIB',
  'HTTP2SESSION',
]);

/** Writes its account to `logger.error`, line by line: a `# TYPE` line, then `file:line - source` from the top frame down. */
export type Account = (logger: { error: (line: string) => void }) => void;

/** One finding per thing that holds the process. */
export function readHolders(account: Account): Finding[] {
  const holders: { type: string; frames: string[] }[] = [];
  account({
    error: (line) => {
      const [, type] = /^# (.*)$/.exec(line) ?? [];
      if (type !== undefined) holders.push({ type, frames: [] });
      const [, file, row, source = ''] = /^(\S.*?):(\d+)\s*(?:- (.*))?$/.exec(line) ?? [];
      if (file === undefined || type !== undefined) return;
      const frame = `${relate(file)}:${row}${source === '' ? '' : `  ${source}`}`;
      if (!OURS.test(frame)) holders.at(-1)?.frames.push(frame);
    },
  });
  return holders
    .filter(({ type }) => CAN_HOLD.has(type))
    .map(({ type, frames }) => ({
      oracle: 'leaked-handle',
      code: 'process',
      evidence: 'native',
      message: `the process did not exit by itself: a ${describeType(type)} holds it`,
      step: 0,
      subject: type,
      places: [{ label: 'created', frames }],
    }));
}

function relate(file: string): string {
  return resolve(file)
    .replace(ROOT, '')
    .replace(/^.*node_modules\//, 'node_modules/');
}

function describeType(type: string): string {
  return type === 'TCPWRAP' ? 'TCP socket (TCPWRAP)' : type;
}
