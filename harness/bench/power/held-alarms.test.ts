// Alarms of the process and of runs → what counts for which run.
import { expect, it } from 'vitest';
import { addAlarms, countAlarms, raisedIn } from './alarms.ts';
import { HeldAlarms } from './held-alarms.ts';

it('what the process is told counts for the next run that ends, once', () => {
  const held = new HeldAlarms([]);
  held.hold('crash');
  held.hold('crash');
  expect(held.take(['pending'])).toEqual(['crash', 'pending']);
  expect(held.take(['pending'])).toEqual(['pending']);
  expect(held.take([])).toEqual([]);
});

it('what is muted counts for nothing', () => {
  const held = new HeldAlarms(['crash', 'left-open']);
  held.hold('crash');
  expect(held.take(['left-open', 'rejected'])).toEqual(['rejected']);
});

it('alarms are counted by run, and listed in one order', () => {
  const counts = addAlarms(countAlarms(['left-open', 'crash']), { crash: 2 });
  expect(counts).toEqual({ crash: 3, 'left-open': 1 });
  expect(raisedIn({ 'left-open': 1, pending: 0 }, { crash: 1 })).toEqual(['crash', 'left-open']);
  expect(raisedIn()).toEqual([]);
});
