// Which failures a caller may complain of, and which it may not.
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { listFindings } from './tests/list-findings.ts';
import { errorRecord, run, type TraceBuilder } from './tests/trace-builder.ts';

const SOCKET = errorRecord('UND_ERR_SOCKET', 'other side closed');
const TIMEOUT = errorRecord('', 'fetch failed', { cause: errorRecord('UND_ERR_HEADERS_TIMEOUT') });

describe('a call that failed though nobody cancelled it', () => {
  test.each([
    ['the gateway served it whole', run().call('a').serves('a', 'x').fails('a', SOCKET)],
    [
      'the gateway served it whole, whatever befell others',
      run().call('a').fault('reset', 'other#0').serves('a', 'x').fails('a', SOCKET),
    ],
    ['the gateway was about to serve it', run().call('a').request('a').head().item('x').fails('a', SOCKET)],
    ['it was never sent', run().call('a').call('b').serves('b').fails('a', SOCKET)],
    ['no connection was harmed', run().call('a').fault('split').request('a').fails('a', SOCKET)],
    ['the fault came later', run().call('a').request('a').fails('a', SOCKET).fault('reset')],
    [
      'what may be refused came behind its answer, on another connection',
      run().call('a').call('b').serves('a').on(1).serves('b').dubious().fails('a', SOCKET),
    ],
    [
      'a call made inside of it failed otherwise',
      run()
        .call('a')
        .call('a.first', 'a')
        .fault('fin', 'other#0')
        .fails('a.first', errorRecord('ELSE', 'something else'))
        .serves('a')
        .fails('a', SOCKET),
    ],
    [
      'an earlier attempt of it was cut with an error status, which gave its application nothing',
      run().call('a').request('a').head(503).cut('fin').serves('a', 'x').fails('a', SOCKET),
    ],
    [
      'what it had a part of was gone on with',
      run()
        .call('a')
        .fault('fin')
        .request('a')
        .head()
        .item('x')
        .cut('fin')
        .request('a')
        .head(206)
        .item('x')
        .item('y')
        .complete()
        .fails('a', SOCKET),
    ],
    ['headers and 1xx were unusual', run().call('a').fault('interim').request('a').fails('a', SOCKET)],
    ['the gateway was only slow', run().call('a').fault('delay').request('a').fails('a', SOCKET)],
  ])('had every right to succeed when %s', (_, trace) => {
    expect(listFindings(trace)).toEqual(['collateral UND_ERR_SOCKET a']);
  });

  test('had no reason to lose its patience when nothing was slow', () => {
    const trace = run().call('a').request('a').fails('a', TIMEOUT);
    expect(listFindings(trace)).toEqual(['collateral Error a']);
  });

  const failing = (start: TraceBuilder): TraceBuilder => start.fails('a', SOCKET);
  test.each([
    ['the connect was refused', failing(run().call('a').fault('refuse', 'connection#0'))],
    ['a connection was reset', failing(run().call('a').fault('reset').request('a').head().cut('reset'))],
    ['a connection was ended', failing(run().call('a').fault('fin').request('a').head().cut('fin'))],
    ['the answer was an error', failing(run().call('a').request('a').head(404).item('').complete())],
    [
      'an earlier attempt was answered with an error',
      failing(run().call('a').serves('a').request('a').head(401)),
    ],
    ['the answer was a redirect', failing(run().call('a').request('a').head(300).complete())],
    [
      'an earlier answer to it was cut, and its application has a part that nothing completes',
      failing(run().call('a').request('a').head().item('x').cut('fin').serves('a', 'x y')),
    ],
    [
      'an earlier answer to it may have been refused by its client, behind a part that its application has',
      failing(run().call('a').request('a').head().item('x').dubious().complete().serves('a', 'x y')),
    ],
    [
      'it may have sent the request of which nothing tells whose it was',
      failing(run().call('a').serves('').serves('b')),
    ],
    ['nothing tells whose the requests were', failing(run().call('a').serves(''))],
    [
      'the gateway was slow and the client lost its patience',
      run().call('a').fault('delay').request('a').fails('a', TIMEOUT),
    ],
    [
      'its name was not found, though an earlier request of it was served',
      failing(run().call('a').serves('a').fault('dns', 'lookup#1')),
    ],
    [
      'it may refuse its answer',
      failing(run().call('a').fault('headers').request('a').head().dubious().complete()),
    ],
    [
      'it may refuse what came before on the same connection',
      failing(run().call('a').call('b').fault('bodiless').serves('b').dubious().serves('a')),
    ],
    ['its answer was no HTTP', failing(run().call('a').fault('chunk').request('a').head().cut('malformed'))],
    [
      'a call made inside of it failed so, and tells it',
      failing(run().call('a').call('a.first', 'a').fault('fin').fails('a.first', SOCKET).serves('a')),
    ],
    ['it was cancelled', failing(run().call('a').serves('a', 'x').cancels('a'))],
    ['it is the harness that called', run().call('dispose').fails('dispose', SOCKET)],
  ])('may fail when %s', (_, trace) => {
    expect(listFindings(trace)).toEqual([]);
  });

  test('was not served when a later request of it found the gateway closed', () => {
    const trace = run()
      .call('a')
      .serves('a', 'x')
      .fault('refuse', 'connection#1')
      .fails('a', errorRecord('UND_ERR_SOCKET'));
    expect(listFindings(trace)).toEqual([]);
    const before = run()
      .call('a')
      .fault('refuse', 'connection#0')
      .serves('a', 'x')
      .fails('a', errorRecord('UND_ERR_SOCKET'));
    expect(listFindings(before)).toEqual(['collateral UND_ERR_SOCKET a']);
  });

  test('was not served by an answer that was complete only after it failed', () => {
    const trace = run().call('a').fault('fin').request('a').head().item('x').fails('a', SOCKET).complete();
    expect(listFindings(trace)).toEqual([]);
  });

  test('is told of once: what use-after-close tells is not collateral as well', () => {
    const trace = run().call('a').serves('a', 'x').fails('a', errorRecord('UND_ERR_DESTROYED'));
    expect(listFindings(trace)).toEqual(['use-after-close UND_ERR_DESTROYED a']);
  });

  test('is described with what the gateway had done for it', () => {
    const messageOf = (trace: TraceBuilder): unknown => judge(trace.build());
    expect(messageOf(run().call('a').serves('a', 'x').fails('a', SOCKET))).toMatchObject({
      findings: [
        { message: expect.stringContaining('served it whole: Error: other side closed') as unknown },
      ],
    });
    expect(messageOf(run().call('a').request('a').fails('a', SOCKET))).toMatchObject({
      findings: [{ message: expect.stringContaining('was ready to serve it') as unknown }],
    });
  });
});

describe('a call behind a proxy', () => {
  const PROXY = errorRecord('UND_ERR_ABORTED', 'Proxy response (502) !== 200 when HTTP Tunneling');
  const tunnel = (builder: TraceBuilder, status: number): TraceBuilder =>
    builder.request('', 'tunnel', { method: 'CONNECT' }).head(status).complete();

  test('may fail when the proxy refused the tunnel', () => {
    expect(listFindings(tunnel(run().call('a'), 502).fails('a', PROXY))).toEqual([]);
  });

  test('has to succeed when the tunnel was opened, or refused before it began', () => {
    const opened = tunnel(run().call('a'), 200).fails('a', PROXY);
    expect(listFindings(opened)).toEqual(['collateral UND_ERR_ABORTED a']);
    const before = tunnel(run(), 502).call('a').fails('a', PROXY);
    expect(listFindings(before)).toEqual(['collateral UND_ERR_ABORTED a']);
  });

  test('is not given the answer that was meant for who asked for the tunnel', () => {
    const refusal = run().call('a').request('', 'tunnel', { method: 'CONNECT' }).head(200).item('no');
    const trace = refusal.complete().serves('a', 'yes').delivers('a', 'no').fails('a', PROXY);
    expect(listFindings(trace)).toContain('corruption not-what-was-sent a');
  });

  test('may take for its answer what came unasked behind the opening of its tunnel', () => {
    const opening = run().call('a').request('', 'tunnel', { method: 'CONNECT' }).head(200).complete();
    const trace = opening.dubious().unsolicited('stray').delivers('a', 'stray').fails('a', SOCKET);
    expect(listFindings(trace.fault('unsolicited', 'tunnel#0'))).not.toContain(
      'corruption not-what-was-sent a',
    );
  });

  test('may lose what came through a tunnel that was reset', () => {
    const trace = tunnel(run().call('a'), 200).serves('a', 'x').fault('reset', 'tunnel#0').fails('a', SOCKET);
    expect(listFindings(trace)).toEqual([]);
  });
});

test('an event stream that was taken for JSON says what a scenario of such a client says', () => {
  const said = (message: string): string[] => {
    const error = errorRecord('', message, { name: 'SyntaxError' });
    const verdict = judge(run().call('a').serves('a', 'x').fails('a', error).build());
    return verdict.kind === 'fail' ? verdict.findings.map((finding) => finding.message) : [];
  };
  expect(said(`Unexpected token 'd', "data: x" is not valid JSON`)).toEqual([
    `a failed though nobody cancelled it and the gateway served it whole: SyntaxError: Unexpected token 'd', "data: x" is not valid JSON (the gateway answered an event stream; where the client reads JSON, say gateway: 'json' in the scenario)`,
  ]);
  expect(said('Unexpected end of JSON input')).toEqual([
    'a failed though nobody cancelled it and the gateway served it whole: SyntaxError: Unexpected end of JSON input',
  ]);
});
