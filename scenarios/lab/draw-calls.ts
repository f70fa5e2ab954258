// What a client can be asked for → programs of up to three calls on one instance, as they are drawn.
import fc from 'fast-check';
import type { BatteryProgram } from './call-program.ts';
import { oneOf, parts, type Part } from './draw.ts';
import { signalPrograms } from './signals.ts';

type Parts = Readonly<Record<string, Part>>;

const NAMES = ['a', 'b', 'c'] as const;

/** What is drawn of every call of every client. */
const CALL_PARTS: Parts = {
  afterMs: [30, oneOf(1, 20, 60, 700, 5_000)],
  after: [40, oneOf('a', 'b')],
  signal: [20, signalPrograms],
};

/** Programs of these parts: of each call, besides `CALL_PARTS`, and of the instance. */
export function drawCalls(given: { calls: Parts; instance?: Parts }): fc.Arbitrary<never> {
  const call = parts<object>({ ...CALL_PARTS, ...given.calls });
  const calls = fc.tuple(call, fc.option(call), fc.option(call)).map((drawn) => {
    const named = NAMES.map((name, nth) => [name, drawn[nth]] as const);
    return Object.fromEntries(named.filter(([, program]) => program !== null));
  });
  const draw = parts<BatteryProgram<object, object>>({
    instance: [given.instance === undefined ? 0 : 85, parts(given.instance ?? {})],
    calls: [100, calls],
    isBrief: [40, oneOf(true)],
  });
  return draw as fc.Arbitrary<never>;
}
