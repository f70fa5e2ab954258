// How deep an action can go inside an event is measured, not guessed: below the measure nothing changes any more, above it something
// does, and measuring itself changes nothing.
import { expect, test } from 'vitest';
import { scenarioFile } from './explore-for-test.ts';
import { naturalCase, type EventId } from '../model/case.ts';
import type { Trace } from '../model/trace.ts';
import { runInWorld } from '../simulate/tests/in-world.ts';

/** Turns below the measure that are looked at. */
const BEYOND = 3;

/** What happened, wherever the action says that it was injected. */
function happened({ events }: Trace): string {
  return JSON.stringify(events, (key, value: unknown) =>
    key === 'frames' || key === 'turns' ? undefined : value,
  );
}

test.each([
  ['btw/left-midway', 'shared', 'cancel reader'],
  ['plain-undici/agents', 'per-call-agent', 'cancel left'],
])(
  'in %s an action inside an event makes no difference below the measured turn',
  async (name, variant, action) => {
    const file = scenarioFile(name);
    const natural = naturalCase(name, variant);
    const warm = [natural, natural, natural];
    const [, , plain, metered] = await runInWorld(file, [
      ...warm,
      { case: natural, detail: 'frames' as const, isMetered: true as const },
    ]);
    expect(metered!.hash).toBe(plain!.hash);
    const turns = [...metered!.turns!];
    const end =
      plain!.trace.events.find((event) => event.kind === 'phase' && event.phase === 'probe')?.step ??
      Infinity;
    const events = new Set(
      plain!.trace.events.flatMap((event) =>
        event.kind === 'step' && event.step <= end ? [event.event] : [],
      ),
    );
    const own = turns.filter(([event]) => events.has(event));
    expect(own.length).toBe(events.size);

    const at = (event: EventId, turn: number) => ({
      ...natural,
      actions: [{ do: action, at: event, turns: turn }],
    });
    const cases = own.flatMap(([event, depth]) =>
      Array.from({ length: depth + 1 + BEYOND }, (_, turn) => at(event, turn)),
    );
    const runs = (await runInWorld(file, [...warm, ...cases])).slice(warm.length);
    let deepest = 0;
    for (const [event, depth] of own) {
      const [first, ...rest] = runs.splice(0, depth + 1 + BEYOND).map((run) => happened(run.trace));
      const all = [first, ...rest];
      expect(new Set(all.slice(depth)).size, `${event} below turn ${depth}`).toBe(1);
      if (new Set(all).size > 2) deepest = Math.max(deepest, depth);
    }
    // Some event has more than a before and an after.
    expect(deepest).toBeGreaterThan(1);
  },
);
