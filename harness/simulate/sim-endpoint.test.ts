// What an endpoint tells when there is a real socket under it: that socket's word, whatever the simulation expects.
import { expect, it } from 'vitest';
import { Scheduler } from './scheduler.ts';
import { SimEndpoint, type Wire } from './sim-endpoint.ts';
import { UV } from './uv-errno.ts';

const clock = {
  nowMs: 0,
  nextTimerMs: undefined,
  nextTimerName: '',
  nextTimerCausedIn: 0,
  advanceTo: () => {},
  fireNext: () => {},
};

function open(real: Uint8Array | number): { left: SimEndpoint; step: () => void; told: string[] } {
  const scheduler = new Scheduler(clock, []);
  const told: string[] = [];
  const wire: Wire = {
    read: (wantBytes, run) => {
      told.push(`wants ${wantBytes}`);
      run();
    },
    takeRead: () => real,
    send: () => UV.epipe,
    shutdown: () => UV.enotconn,
    close: () => told.push('close'),
    reset: () => told.push('reset'),
  };
  const make = (name: string): SimEndpoint =>
    new SimEndpoint(scheduler, scheduler.lane(name), {
      readLimitBytes: () => 64,
      onBytes: (bytes) => told.push(Buffer.from(bytes).toString()),
      onEof: () => told.push('end'),
      onError: (status) => told.push(`error ${status}`),
    });
  const [left, right] = [make('left'), make('right')];
  SimEndpoint.join(left, right);
  left.wire = wire;
  left.startReading();
  const step = (): void => {
    const { run, carry } = scheduler.next(0)!;
    carry!(run);
  };
  right.send(Buffer.from('simulated'));
  return { left, step, told };
}

it('a read is let happen for as many bytes as were sent, and gives what the socket gave', () => {
  const { step, told } = open(Buffer.from('real'));
  step();
  expect(told).toEqual(['wants 9', 'real']);
});

it('a failure or an end goes, where bytes were expected', () => {
  const broken = open(UV.econnreset);
  broken.step();
  expect(broken.told).toEqual(['wants 9', `error ${UV.econnreset}`]);
  const ended = open(UV.eof);
  ended.step();
  expect(ended.told).toEqual(['wants 9', 'end']);
});

it('what a write or a half-close returns is what the socket said', () => {
  const { left } = open(0);
  expect(left.send(Buffer.from('x'))).toBe(UV.epipe);
  expect(left.shutdown()).toBe(UV.enotconn);
});

it('a close and a reset reach the socket', () => {
  const { left, told } = open(0);
  left.close();
  const other = open(0);
  other.left.abort();
  expect([told, other.told]).toEqual([['close'], ['reset']]);
});
