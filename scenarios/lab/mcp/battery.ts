// The battery for the MCP SDK's client over streamable HTTP: programs over sessions, each with tool calls that are answered with
// documents or events.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { defineScenario, jsonAnswer, last, sse } from '../../../harness/index.ts';
import type { Answer, BodyItem, GatewayRequest, Route } from '../../../harness/index.ts';
import { failure, plainAnswerPrograms, textsOf, withWaits } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { formEvents } from '../event-forms.ts';
import { judgeCalls, serveCalls, type Promises } from '../serve-calls.ts';

/**
 * One session and its tool call; times in ms. `lists`: asks for the list of tools first; `terminates`: tells the server that the
 * session is over; `handsOn`: it is given its caller's own signal, not one made of it; `streams`: the server has a stream beside the calls; `document`: it answers the tool call with one; `ids`: its events have some; `primes`: an event without
 * data comes first; `talks`: so many bytes where nothing was asked for; `isOk`: it says 200, not 202, to what asks for nothing.
 */
type SessionCall = CallProgram & {
  timeout?: number;
  maxTotalTimeout?: number;
  resets?: true;
  quiet?: true;
  lists?: true;
  terminates?: true;
  streams?: true;
  document?: true;
  named?: true;
  handsOn?: true;
  ids?: true;
  primes?: true;
  talks?: number;
  isOk?: true;
};

/** What the SDK does where nobody says otherwise. */
const TIMEOUT_MS = 60_000;

/** The second message of the handshake has no time of its own: Node's fetch gives it this long (ms). */
const NOTICE_MS = 301_000;

const CLIENT: LabClient<SessionCall, object, undefined> = {
  make: () => undefined,
  call: async (program, { origin, book }, context) => {
    const { actor, signal, deliver } = context;
    const client = new Client({ name: 'client', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(`${origin}/${actor}/mcp`));
    // What becomes of the stream beside the calls is told to nobody else.
    Object.assign(client, { onerror: () => {} });
    // Sessions are closed from outside as well, whatever is under way.
    book.gotHead(actor, { destroy: () => void client.close().catch(() => {}) });
    // It leaves listeners on what it is given, at every request.
    const options = optionsOf(program, program.handsOn ? signal : AbortSignal.any([signal]));
    try {
      await client.connect(transport, options);
      if (program.lists) await client.listTools(undefined, options);
      const onprogress = ({ message }: { message?: string | undefined }): void => deliver(message);
      const watched = { ...options, ...(!program.quiet && { onprogress }) };
      const { content } = await client.callTool({ name: 'count' }, undefined, watched);
      const text = (content as { text: string }[]).map((part) => part.text).join('');
      deliver(program.quiet ? text : text.slice(text.lastIndexOf(' end')));
      if (program.terminates) await transport.terminateSession();
    } finally {
      await client.close();
    }
  },
  patienceMs: ({ timeout = TIMEOUT_MS }) => timeout,
  isOnFetch: () => true,
};

const PROMISES = {
  // Each of its requests has its time; progress may only add to it up to the total.
  limitMs: ({ timeout = TIMEOUT_MS, maxTotalTimeout, resets, quiet, lists, terminates }) => {
    const lastMs = resets && !quiet ? maxTotalTimeout : timeout;
    return lastMs === undefined || terminates ? undefined : (lists ? 2 : 1) * timeout + lastMs + NOTICE_MS;
  },
  isJudgedByRequests: false,
} satisfies Promises<SessionCall, object>;

const routes = (calls: Readonly<Record<string, SessionCall>>): Route[] =>
  [...Object.entries(calls), ['probe', {}] as const].flatMap(([name, call]) => routesOf(name, call));

export default defineScenario({
  name: 'lab/mcp',
  description:
    "Programs over the MCP SDK's client: sessions and tool calls, answered and given up in any way.",
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      calls: {
        timeout: [30, oneOf(600, 1_500)],
        maxTotalTimeout: [20, oneOf(1_500, 5_000)],
        resets: [30, oneOf(true)],
        quiet: [25, oneOf(true)],
        lists: [25, oneOf(true)],
        terminates: [30, oneOf(true)],
        streams: [30, oneOf(true)],
        document: [30, oneOf(true)],
        named: [60, oneOf(true)],
        handsOn: [4, oneOf(true)],
        ids: [20, oneOf(true)],
        primes: [15, oneOf(true)],
        talks: [20, oneOf(20, 20_000, 200_000)],
        isOk: [10, oneOf(true)],
        answer: [75, plainAnswerPrograms],
      },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program, routes),
    judge: (program) => judgeCalls(CLIENT, program, PROMISES),
  },
});

function optionsOf({ timeout, maxTotalTimeout, resets }: SessionCall, signal: AbortSignal) {
  return {
    signal,
    ...(timeout !== undefined && { timeout }),
    ...(maxTotalTimeout !== undefined && { maxTotalTimeout }),
    ...(resets && { resetTimeoutOnProgress: true }),
  };
}

type Message = { id?: number; method?: string; params?: { _meta?: { progressToken?: number } } };

function routesOf(name: string, program: SessionCall): Route[] {
  const path = `/${name}/mcp`;
  const call = ({ body }: GatewayRequest): string => `${name}.${messageOf(body).method ?? 'session'}`;
  const named = program.named ? { 'mcp-session-id': `session-${name}` } : undefined;
  let nth = 0;
  return [
    {
      name,
      method: 'POST',
      path,
      call,
      answer: ({ body }, { token }) => {
        const message = messageOf(body);
        const isCall = message.method === 'tools/call';
        const answer = answerOf(message, program, token, isCall ? nth++ : 0);
        return { ...answer, headers: { ...answer.headers, ...named } };
      },
    },
    {
      name: `${name}-stream`,
      method: 'GET',
      path,
      call: () => `${name}.stream`,
      answer: () => beside(program),
    },
    {
      name: `${name}-end`,
      method: 'DELETE',
      path,
      call: () => `${name}.end`,
      answer: () => ({ status: 200, ...remark(program) }),
    },
  ];
}

function messageOf(body: string): Message {
  return body === '' ? {} : (JSON.parse(body) as Message);
}

/** Answers as an MCP server does: a document to `initialize`, what the program says to a tool call, nothing to a notification. */
function answerOf({ id, method, params }: Message, call: SessionCall, token: string, nth: number): Answer {
  const jsonrpc = '2.0';
  if (method === 'initialize') {
    const serverInfo = { name: 'server', version: '1' };
    return jsonAnswer({
      jsonrpc,
      id,
      result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo },
    });
  }
  if (method === 'tools/list')
    return jsonAnswer({
      jsonrpc,
      id,
      result: { tools: [{ name: 'count', inputSchema: { type: 'object' } }] },
    });
  if (method !== 'tools/call') return { status: call.isOk ? 200 : 202, ...remark(call) };
  const { answer: program = {}, document, quiet } = call;
  if (nth < (program.fails ?? 0)) return failure(program, token);
  if ((program.status ?? 200) >= 400) return failure({ ...program, failStatus: program.status! }, token);
  const texts = textsOf(program, token);
  const said = texts.join('');
  const result = { content: [{ type: 'text', text: `${said} end` }] };
  const closes = program.closes && { connection: 'close' };
  if (document) {
    const whole = quiet ? `${said} end` : ' end';
    const body = [{ text: whole, wire: JSON.stringify({ jsonrpc, id, result }) }];
    const headers = { 'content-type': 'application/json', ...closes };
    // A document that ends too early is no document: the connection's end must not be its own.
    return { status: 200, headers, ...(program.framing === 'length' && { framing: 'length' }), body };
  }
  const progressToken = params?.['_meta']?.progressToken;
  const progress = texts.map((text, index): BodyItem => {
    const event = { progressToken, progress: index, message: text };
    return sse({ jsonrpc, method: 'notifications/progress', params: event }, quiet ? '' : text);
  });
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', ...closes },
    ...(program.framing === 'close' && { framing: 'close' }),
    body: formEvents(
      program,
      numbered(call, [
        ...withWaits(program, progress),
        last(sse({ jsonrpc, id, result }, quiet ? `${said} end` : ' end')),
      ]),
    ),
  };
}

/** The events with ids, as a server that can be asked to go on has them; and one without data before, from which to go on. */
function numbered({ ids, primes }: SessionCall, items: readonly BodyItem[]): BodyItem[] {
  const events = items.map((item, nth) =>
    ids && 'wire' in item ? { ...item, wire: `id: ${nth}\n${String(item.wire)}` } : item,
  );
  return primes ? [{ text: '', wire: 'id: start\ndata: \n\n' }, ...events] : events;
}

/** What a server says where nobody has asked for anything. */
function remark({ talks = 0 }: SessionCall): Pick<Answer, 'framing' | 'body' | 'headers'> {
  if (talks === 0) return { framing: 'length' };
  const wire = 'noted '.padEnd(talks, '.');
  return { framing: 'length', headers: { 'content-type': 'text/plain' }, body: [{ text: '', wire }] };
}

/** The stream beside the calls: open until its client goes, or not to be had. */
function beside({ streams, ...call }: SessionCall): Answer {
  if (!streams) return { status: 405, ...remark(call) };
  const body = [{ text: '', wire: ': open\n\n' }, { untilRequest: 'nobody' }];
  return { status: 200, headers: { 'content-type': 'text/event-stream' }, body };
}
