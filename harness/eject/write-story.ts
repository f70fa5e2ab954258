// A plan and a check → the part of a script that says what happens: one line for each thing, in the order of the trace.
import { EJECT_LIMIT_MS } from '../model/limits.ts';
import type { Recording } from '../model/recording.ts';
import { bytesLiteral, dataLiteral, listLiteral, numberedLiteral, quote } from './literal.ts';
import type { Cue, Plan } from './plan-cues.ts';
import type { Check } from './write-check.ts';

/** What the client's part of the script has: its names are `scenario` and `params`. */
export type ClientParts = { hasSubject: boolean; hasParams: boolean; isDrawn: boolean };

const ORIGIN = 'http://gateway.test:8080';

/** How a story is told: `holdsTimers`: timers of the client do not overtake the server, however slow the machine is. */
export type StoryOptions = { holdsTimers: boolean };

/** Writes the story. */
export function writeStory(
  recording: Recording,
  plan: Plan,
  check: Check,
  parts: ClientParts,
  options: StoryOptions,
): string {
  const { variant } = recording.trace.case;
  const limitMs = plan.virtualMs + EJECT_LIMIT_MS;
  const lines = [
    `const origin = '${ORIGIN}'; // leads to the server below`,
    `watchUncaught(${check.uncaught === undefined ? '' : quote(check.uncaught)});`,
    ...(check.ending === undefined ? [] : [`watchEndings(${quote(check.ending)});`]),
    ...(plan.needs.immediates ? ['watchImmediates();'] : []),
    ...(options.holdsTimers
      ? [`watchTimers(${writeTimers(plan)}, ${quote(plan.last)});`]
      : plan.needs.timers
        ? ['watchTimers();']
        : []),
    `void wait(${limitMs}).then(() => conclude(false, \`it did not come so far: \${listMissing().join(', ')}\`));`,
    `await openServer(${writePieces(plan.pieces.requests)}, ${writePieces(plan.pieces.reads)}, ${numberedLiteral(plan.connects, quote)});`,
    parts.hasSubject
      ? `const subject = await scenario.subject${parts.isDrawn ? '?.' : ''}(subjectContext(${quote(variant)}, ${parts.hasParams ? 'params' : 'undefined'}, origin));`
      : 'const subject = undefined;',
    '',
    ...plan.cues.map((cue) => writeCue(cue, recording)),
    '',
    `when([${quote(plan.last)}], async () => {`,
    ...check.lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`),
    '});',
    '',
    `moment('begin');`,
  ];
  return lines.join('\n');
}

function writePieces(pieces: ReadonlyMap<number, number[]>): string {
  return numberedLiteral(pieces, (ends) => `[${ends.join(', ')}]`);
}

function writeTimers({ timersAfter }: Plan): string {
  const written = [...timersAfter].map(([name, after]) => `${quote(name)}: ${quote(after)}`);
  return written.length === 0 ? '{}' : `{ ${written.join(', ')} }`;
}

function writeCue({ moments, deed, turns, afterMs }: Cue, recording: Recording): string {
  const how =
    turns !== undefined ? `, { turns: ${turns} }` : afterMs !== undefined ? `, { afterMs: ${afterMs} }` : '';
  const job = writeDeed(deed, recording);
  return `when(${listLiteral(moments)}, ${job}${how});`;
}

function writeDeed(deed: Cue['deed'], { actors }: Recording): string {
  const given = '{ subject, origin }';
  switch (deed.do) {
    case 'start':
      return `() => start(${quote(deed.actor)}, scenario.actors[${quote(deed.actor)}], ${given})`;
    case 'answer-lookup':
      return '() => answerLookup()';
    case 'let-connect':
      return `() => letConnect(${deed.connection})`;
    case 'send':
      return `() => send(${deed.connection}, ${bytesLiteral(deed.bytes)})`;
    case 'cut':
      return `() => ${deed.how}(${deed.connection})`;
    case 'see':
      return `() => see(${quote(deed.kind)}, ${dataLiteral(deed.event)})`;
    case 'inject': {
      const victim = /^cancel (.*)$/.exec(deed.name)?.[1];
      if (victim !== undefined && actors.includes(victim)) return `() => cancel(${quote(victim)})`;
      return `() => act(${quote(deed.name)}, scenario.actions[${quote(deed.name)}], subject)`;
    }
    default: {
      const [limit, { phase, cancels }] = [EJECT_LIMIT_MS, deed];
      const job =
        phase === 'probe'
          ? `start('probe', scenario.probe, ${given})`
          : `void startCall('dispose', () => scenario.dispose?.(subject)).catch(() => {})`;
      if (cancels.length > 0) {
        // Who would wait for ever is cancelled first; of the others it is known that they come to an end.
        const others = `[...calls.keys()].filter((name) => !${listLiteral(cancels)}.includes(name))`;
        const gives = `{ ${cancels.map((name) => `cancel(${quote(name)});`).join(' ')} return settle(${listLiteral(cancels)}, ${limit}); }`;
        return `() => void settle(${others}, ${limit}).then(() => ${gives}).then(() => ${job})`;
      }
      const before = phase === 'probe' ? listLiteral(actors) : '[...calls.keys()]';
      return `() => void settle(${before}, ${limit}).then(() => ${job})`;
    }
  }
}
