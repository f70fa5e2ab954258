// Which calls may wait for ever, and which may not.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { listFindings } from './tests/list-findings.ts';
import { run, type TraceBuilder } from './tests/trace-builder.ts';

const stalled = (): TraceBuilder => run().call('a').fault('stall').request('a').head().cut('stall');

describe('the hang oracle', () => {
  test('flags a call that never settled, whether its answer came, was cut, or was never asked for', () => {
    const hang = ['hang pending a'];
    expect(listFindings(run().call('a').serves('a', 'x').neverSettles('a'))).toEqual(hang);
    expect(listFindings(run().call('a').request('a').cut('reset').neverSettles('a'))).toEqual(hang);
    expect(listFindings(run().call('a').neverSettles('a'))).toEqual(hang);
  });

  test('lets a call wait for an answer that the gateway stalled', () => {
    expect(listFindings(stalled().neverSettles('a'))).toEqual([]);
  });

  test('lets an actor wait for a call inside of it that the gateway stalled, and the call for a request of its actor', () => {
    const inner = run().call('a').call('a.one', 'a').request('a.one').cut('stall');
    expect(listFindings(inner.neverSettles('a').neverSettles('a.one'))).toEqual([]);
    const outer = run().call('a').call('a.one', 'a').request('a').cut('stall');
    expect(listFindings(outer.neverSettles('a').neverSettles('a.one'))).toEqual([]);
  });

  test('lets a call wait for an answer that goes on with a request which never comes, and no other call', () => {
    const halted = (call: string): string[] => {
      const builder = run().call('a').request('a').head().neverSettles('a');
      const verdict = judge({ ...builder.build(), halted: [{ call, route: 'other' }] });
      return verdict.kind === 'fail' ? verdict.findings.map(({ oracle, code }) => `${oracle} ${code}`) : [];
    };
    expect(halted('a')).toEqual([]);
    expect(halted('ab')).toEqual(['hang pending']);
  });

  test('lets a call wait for a stalled answer that may be anybody’s', () => {
    expect(listFindings(run().call('a').request('').cut('stall').neverSettles('a'))).toEqual([]);
  });

  test('does not let a call wait for the stalled answer of another', () => {
    const trace = run().call('a').call('ab').request('ab').cut('stall').neverSettles('a').neverSettles('ab');
    expect(listFindings(trace)).toEqual(['hang pending a']);
  });

  test('does not let a cancelled call wait, whatever the gateway does', () => {
    expect(listFindings(stalled().cancels('a').clientClosed().neverSettles('a'))).toEqual(['hang pending a']);
  });

  test('does not let a call wait once the client itself gave up the stalled answer', () => {
    expect(listFindings(stalled().at(300_000).clientClosed().neverSettles('a'))).toEqual(['hang pending a']);
  });

  test('takes what the end of the subject closed for no giving up', () => {
    const trace = stalled()
      .neverSettles('a')
      .at(1)
      .phase('probe')
      .phase('dispose')
      .clientClosed()
      .phase('drain');
    expect(listFindings(trace)).toEqual([]);
  });

  test('looks for a giving up in the phase that waited', () => {
    const probe = run()
      .phase('probe')
      .call('probe')
      .request('probe')
      .cut('stall')
      .neverSettles('probe', 'probe');
    expect(listFindings(probe.clientClosed().phase('dispose'))).toEqual(['hang pending probe']);
  });

  test('flags an end of the subject that never came', () => {
    const trace = run().phase('dispose').call('dispose').neverSettles('dispose', 'dispose').phase('drain');
    expect(listFindings(trace)).toEqual(['hang pending dispose']);
  });
});

test('an answer that is no HTTP is no reason to wait', () => {
  const trace = run().call('a').fault('garbage').request('a').cut('malformed').neverSettles('a');
  expect(listFindings(trace)).toEqual(['hang pending a']);
});

describe('a tunnel that its proxy never opens', () => {
  const asked = (): TraceBuilder => run().call('a').request('', 'tunnel', { method: 'CONNECT' }).cut('stall');

  test('may be waited for, as an answer may', () => {
    expect(listFindings(asked().neverSettles('a'))).toEqual([]);
  });

  test('is no reason to wait for who has asked something since', () => {
    const trace = asked().on(1).serves('a', 'x').neverSettles('a');
    expect(listFindings(trace)).toEqual(['hang pending a']);
  });
});
