// The bytes of an answer and what the ledger is told of them: with no faults, with faults at every point, and cut anew.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultPoint } from '../model/case.ts';
import { planAnswer, sliceWrites, type Op } from './answer-ops.ts';
import { last, plain, sse, wait, type Answer } from './script.ts';

type Write = Op & { do: 'write' };

const isWrite = (op: Op): op is Write => op.do === 'write';
const bytesOf = (ops: readonly Op[]): string =>
  Buffer.concat(ops.filter(isWrite).map(({ bytes }) => bytes)).toString();
/** Every operation as a word: what it writes, waits for or breaks. */
const show = (ops: readonly Op[]): string[] =>
  ops.map((op) => {
    if (op.do === 'write') return op.bytes.toString();
    if (op.do === 'wait') return `wait ${op.ms}`;
    if (op.do === 'until') return `until ${op.route}`;
    return op.do === 'break' ? op.fault.kind : op.do;
  });
const HEAD = 'HTTP/1.1 200 OK\r\n';
const chunked: Answer = { status: 200, body: [plain('one'), wait(20), plain('twelve bytes')] };
const sized: Answer = { ...chunked, framing: 'length' };

describe('an answer', () => {
  test('is chunked by default, one chunk per item, with its waits between them', () => {
    expect(show(planAnswer(chunked, []))).toEqual([
      `${HEAD}transfer-encoding: chunked\r\n\r\n`,
      '3\r\none\r\n',
      'wait 20',
      'c\r\ntwelve bytes\r\n',
      '0\r\n\r\n',
    ]);
  });

  test('says how long it is when it is asked to, in bytes', () => {
    expect(show(planAnswer({ status: 200, framing: 'length', body: [plain('é'), wait(1)] }, []))).toEqual([
      `${HEAD}content-length: 2\r\n\r\n`,
      'é',
      'wait 1',
    ]);
  });

  test('tells the ledger, and nobody else, what lies before the part that is sent', () => {
    const part: Answer = { status: 206, framing: 'length', before: 'on', body: [plain('e')] };
    const [mark, ...writes] = planAnswer(part, []);
    expect(mark).toEqual({ do: 'mark', event: { what: 'item', text: 'on' } });
    expect(show(writes)).toEqual(['HTTP/1.1 206 Partial Content\r\ncontent-length: 1\r\n\r\n', 'e']);
  });

  test('has the headers it is given, and a name for a status that nobody knows', () => {
    const head = show(planAnswer({ status: 299, headers: { 'x-a': 'b' }, framing: 'length' }, []));
    expect(head).toEqual(['HTTP/1.1 299 Unknown\r\nx-a: b\r\ncontent-length: 0\r\n\r\n']);
  });

  test.each([204, 304])('with status %i has no body and no framing, whatever the script says', (status) => {
    const [head, ...rest] = planAnswer({ ...chunked, status }, []);
    expect(head).toMatchObject({ head: status, complete: true });
    expect(bytesOf([head!])).toMatch(/^HTTP\/1\.1 \d{3} [A-Za-z ]+\r\n\r\n$/);
    expect(rest.filter(isWrite)).toEqual([]);
  });

  test('to HEAD is the head alone, which says what GET would get', () => {
    expect(show(planAnswer(sized, [], 'HEAD'))).toEqual([`${HEAD}content-length: 15\r\n\r\n`, 'wait 20']);
    expect(show(planAnswer({ status: 200, body: [plain('x')] }, [], 'HEAD'))).toEqual([
      `${HEAD}transfer-encoding: chunked\r\n\r\n`,
    ]);
  });

  test('leaves out items without bytes, of which the first would end a chunked body', () => {
    const ops = planAnswer({ status: 200, body: [plain(''), plain('x'), plain('')] }, []);
    expect(show(ops).slice(1)).toEqual(['1\r\nx\r\n', '0\r\n\r\n']);
  });

  test('waits for the request that it is told to wait for', () => {
    expect(show(planAnswer({ status: 200, body: [{ untilRequest: 'other' }] }, []))).toContain('until other');
  });

  test('tells its status with its head, each text with its item, and the end with its last byte', () => {
    const tags = (answer: Answer): unknown[] =>
      planAnswer(answer, [])
        .filter(isWrite)
        .map(({ head, text, complete }) => [head, text, complete === true]);
    expect(tags(chunked)).toEqual([
      [200, undefined, false],
      [undefined, 'one', false],
      [undefined, 'twelve bytes', false],
      [undefined, undefined, true],
    ]);
    expect(tags(sized)).toEqual([
      [200, undefined, false],
      [undefined, 'one', false],
      [undefined, 'twelve bytes', true],
    ]);
    expect(tags({ status: 200, framing: 'length' })).toEqual([[200, undefined, true]]);
  });

  test('that may be received as it came tells its wire as well, through splits and merges', () => {
    const items = [sse({ a: 1 }, 'A'), last(sse({ b: 2 }, 'B'))];
    const answer: Answer = { status: 200, body: items, isReadable: true };
    const told = (faults: Fault[]): unknown[] =>
      sliceWrites(planAnswer(answer, faults), faults).flatMap((op) =>
        op.do === 'write' && (op.wire ?? op.beginsWire) !== undefined
          ? [[op.beginsWire ?? '-', op.wire ?? '-', op.isLast === true]]
          : [],
      );
    const [one, two] = items.map(({ wire }) => String(wire));
    expect(told([])).toEqual([
      ['-', one, false],
      ['-', two, true],
    ]);
    expect(told([{ kind: 'merge', on: 'r#0', items: 9 }])).toEqual([['-', `${one}${two}`, true]]);
    expect(told([{ kind: 'delay', on: 'r#0', at: 'mid:1', ms: 1 }])).toEqual([
      ['-', one, false],
      [two, '-', false],
      ['-', two, true],
    ]);
  });

  test('carries an event of which the application gets less than the wire', () => {
    expect(planAnswer({ status: 200, body: [sse({ a: 1 }, 'x')] }, [])[1]).toMatchObject({ text: 'x' });
    expect(bytesOf(planAnswer({ status: 200, body: [sse({ a: 1 })] }, []))).toContain('data: {"a":1}\n\n');
  });
});

describe('a fault', () => {
  const strike = (at: FaultPoint, answer = chunked): string[] =>
    show(planAnswer(answer, [{ kind: 'reset', on: 'r#0', at }]));

  test.each([
    ['before-head', chunked, 0],
    ['item:0', chunked, 1],
    ['item:1', chunked, 3],
    ['item:2', chunked, 4],
    ['at-end', chunked, 5],
    ['item:2', sized, 4],
    ['at-end', sized, 4],
  ] as const)('at %s comes between two writes', (at, answer, index) => {
    const whole = show(planAnswer(answer, []));
    expect(strike(at, answer)).toEqual(whole.toSpliced(index, 0, 'reset'));
  });

  test.each([
    ['in-head', 0],
    ['mid:0', 1],
    ['mid:1', 3],
  ] as const)('at %s comes between the two halves of a write', (at, index) => {
    const whole = show(planAnswer(chunked, []));
    const text = whole[index]!;
    const middle = text.length >> 1;
    expect(strike(at)).toEqual(whole.toSpliced(index, 1, text.slice(0, middle), 'reset', text.slice(middle)));
  });

  test('that delays is a wait that names it, and others at the same point follow in their order', () => {
    const delay: Fault = { kind: 'delay', on: 'r#0', at: 'mid:0', ms: 7 };
    const ops = planAnswer(chunked, [delay, { kind: 'fin', on: 'r#0', at: 'mid:0' }]);
    expect(show(ops).slice(1, 5)).toEqual(['3\r\no', 'wait 7', 'fin', 'ne\r\n']);
    expect(ops[2]).toEqual({ do: 'wait', ms: 7, fault: delay });
  });

  test.each(['item:3', 'mid:2', 'idle'] as const)(
    'at %s, which this answer does not have, leaves it as it is',
    (at) => {
      expect(strike(at)).toEqual(show(planAnswer(chunked, [])));
    },
  );

  test('in the middle of an item says with the first half which item it begins', () => {
    const ops = planAnswer(chunked, [{ kind: 'stall', on: 'r#0', at: 'mid:0' }]).filter(isWrite);
    expect(ops.slice(1, 3).map(({ begins, text }) => [begins, text])).toEqual([
      ['one', undefined],
      [undefined, 'one'],
    ]);
  });
});

describe('cutting writes anew', () => {
  const slice = (faults: Fault[]): Op[] => sliceWrites(planAnswer(chunked, []), faults);

  test('splits every write into segments of that size, and the last piece completes what the write completes', () => {
    const pieces = slice([{ kind: 'split', on: 'r#0', bytes: 4 }]);
    expect(show(pieces).slice(-8)).toEqual([
      'wait 20',
      'c\r\nt',
      'welv',
      'e by',
      'tes\r',
      '\n',
      '0\r\n\r',
      '\n',
    ]);
    expect(pieces.at(-3)).toMatchObject({ text: 'twelve bytes' });
    expect(pieces.at(-1)).toMatchObject({ complete: true });
    expect(pieces.filter((op) => isWrite(op) && op.complete === true)).toHaveLength(1);
  });

  test('splits one write into forty pieces at most', () => {
    const large: Answer = { status: 200, framing: 'length', body: [plain('x'.repeat(1_000))] };
    const pieces = sliceWrites(planAnswer(large, []), [{ kind: 'split', on: 'r#0', bytes: 10 }]).filter(
      isWrite,
    );
    const ofBody = pieces.slice(pieces.findIndex(({ begins }) => begins !== undefined));
    expect(ofBody).toHaveLength(40);
    expect(ofBody.at(-1)!.bytes).toHaveLength(1_000 - 39 * 10);
  });

  test('merges as many neighbours as it is told to, and never across a wait', () => {
    const merged = show(slice([{ kind: 'merge', on: 'r#0', items: 2 }]));
    expect(merged).toEqual([
      `${HEAD}transfer-encoding: chunked\r\n\r\n3\r\none\r\n`,
      'wait 20',
      'c\r\ntwelve bytes\r\n0\r\n\r\n',
    ]);
    const three: Answer = { status: 200, body: [plain('a'), plain('b'), plain('c')] };
    const ofThree = sliceWrites(planAnswer(three, []), [{ kind: 'merge', on: 'r#0', items: 3 }]);
    expect(show(ofThree).slice(1)).toEqual(['1\r\nc\r\n0\r\n\r\n']);
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\n'), maxLength: 12 });
  const item = fc.oneof(
    { weight: 5, arbitrary: fc.record({ text, wire: text }) },
    { weight: 1, arbitrary: fc.constant(wait(5)) },
  );
  const answer: fc.Arbitrary<Answer> = fc.record({
    status: fc.constantFrom(200, 204, 404),
    framing: fc.constantFrom('chunked', 'length'),
    body: fc.array(item, { maxLength: 5 }),
  });
  const point = fc.constantFrom<FaultPoint>(
    'before-head',
    'in-head',
    'item:0',
    'mid:0',
    'mid:1',
    'item:2',
    'at-end',
  );
  const fault: fc.Arbitrary<Fault> = fc.oneof(
    fc.record({ kind: fc.constant('split'), on: fc.constant('r#0'), bytes: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant('merge'), on: fc.constant('r#0'), items: fc.integer({ min: 0, max: 6 }) }),
    fc.record({ kind: fc.constant('delay'), on: fc.constant('r#0'), at: point, ms: fc.constant(1) }),
    fc.record({ kind: fc.constant('stall'), on: fc.constant('r#0'), at: point }),
  );

  test('never changes a byte, and tells the head and the end once, whatever the faults', () => {
    fc.assert(
      fc.property(answer, fc.array(fault, { maxLength: 4 }), (script, faults) => {
        const whole = planAnswer(script, []);
        const ops = sliceWrites(planAnswer(script, faults), faults);
        const writes = ops.filter(isWrite);
        expect(bytesOf(ops)).toBe(bytesOf(whole));
        expect(writes.filter(({ bytes }) => bytes.length === 0)).toEqual([]);
        expect(writes.filter(({ head }) => head !== undefined)).toHaveLength(1);
        expect(writes.findIndex(({ complete }) => complete === true)).toBe(writes.length - 1);
        expect(ops.filter((op) => op.do === 'wait' && op.fault === undefined)).toHaveLength(
          whole.filter(({ do: word }) => word === 'wait').length,
        );
      }),
    );
  });

  test('keeps the ledger ahead of the wire: every item of which a byte is out has been told, whole or begun', () => {
    fc.assert(
      fc.property(answer, fc.array(fault, { maxLength: 4 }), (script, faults) => {
        const whole = planAnswer(script, []).filter(isWrite);
        // Where each item's bytes begin and end on the wire.
        let offset = 0;
        const items = whole.flatMap(({ bytes, text: of }) => {
          const start = offset;
          offset += bytes.length;
          return of === undefined ? [] : [{ text: of, start, end: offset }];
        });
        const all = items.map((entry) => entry.text).join('');
        let out = 0;
        let [told, begun] = ['', ''];
        for (const { bytes, text: of, begins } of sliceWrites(planAnswer(script, faults), faults).filter(
          isWrite,
        )) {
          out += bytes.length;
          if (of !== undefined) [told, begun] = [told + of, ''];
          if (begins !== undefined) begun = begins;
          const ended = items.filter(({ end }) => end <= out).map((entry) => entry.text);
          const touched = items.filter(({ start }) => start < out).map((entry) => entry.text);
          expect(ended.join('').startsWith(told)).toBe(true);
          expect((told + begun).startsWith(touched.join(''))).toBe(true);
          expect(all.startsWith(told + begun)).toBe(true);
        }
        expect(told).toBe(all);
      }),
    );
  });
});
