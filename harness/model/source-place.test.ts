// Which frame of a finding a person is sent to.
import { expect, test } from 'vitest';
import { findProjectPlace } from './source-place.ts';

const find = (...frames: string[]): string | undefined => {
  const place = findProjectPlace([{ frames }]);
  return place && `${place.file} ${place.line} ${place.column}`;
};

test.each([
  ['TaskState.release (src/task-state.ts:40:5)', 'src/task-state.ts 40 5'],
  ['src/a.ts:3:1', 'src/a.ts 3 1'],
  ['async src/a.ts:3:1', 'src/a.ts 3 1'],
  ['async Client.read [as next] (src/a b (1).ts:3:14)', 'src/a b (1).ts 3 14'],
  [String.raw`read (src\deep\a.ts:3:1)`, 'src/deep/a.ts 3 1'],
  ['new Session (packages/client/src/a.mts:3:1)', 'packages/client/src/a.mts 3 1'],
])('%s is a place', (frame, place) => {
  expect(find(frame)).toBe(place);
});

test.each([
  'Readable.on (node:events:513:28)',
  'node:internal/timers:573:17',
  'Agent.dispatch (node_modules/undici/lib/agent.js:3:1)',
  'a (packages/x/node_modules/undici/a.js:3:1)',
  `a (${['', 'opt', 'x.js'].join('/')}:3:1)`,
  String.raw`a (C:\x.js:3:1)`,
  'a (../x.js:3:1)',
  'a (src/../../x.js:3:1)',
  'new Promise (<anonymous>)',
  'eval (<anonymous>:1:1)',
  'src/session.ts:12  this.open();',
  'nothing',
  '',
])('%s is none', (frame) => {
  expect(find(frame)).toBeUndefined();
});

test('the first one of all places counts', () => {
  const places = [
    { label: 'a', frames: ['node:net:1:1'] },
    { label: 'b', frames: ['f (node_modules/x/y.js:1:1)', 'g (src/g.ts:2:3)', 'h (src/h.ts:9:9)'] },
  ];
  expect(findProjectPlace(places)).toEqual({ file: 'src/g.ts', line: 2, column: 3 });
  expect(findProjectPlace([])).toBeUndefined();
});
