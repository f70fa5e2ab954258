// hang: with nothing left to happen, every promise an actor awaits has settled.
import type { Finding } from '../model/finding.ts';
import type { RunView } from './run-view.ts';

/**
 * Calls that never settled. A call whose answer the gateway stalled, and that nobody cancelled, may wait for ever: that
 * is what its caller asked for by setting no timeout.
 */
export function judgeHang({ trace, calls, exchanges }: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const { call: name, phase } of trace.pending) {
    const call = calls.find((candidate) => candidate.name === name);
    const waitsForStall = exchanges.some(
      (exchange) => exchange.call === name && exchange.cut?.how === 'stall',
    );
    if (waitsForStall && call?.cancelled === undefined) continue;
    findings.push({
      oracle: 'hang',
      code: 'pending',
      evidence: 'native',
      message: `${name} never settled: nothing was left to happen and it was still pending (${phase})`,
      step: trace.steps,
      subject: name,
      places: [],
    });
  }
  return findings;
}
