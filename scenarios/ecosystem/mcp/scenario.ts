// The MCP SDK's client over streamable HTTP: two sessions, each with a tool call whose progress and result are streamed.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  defineScenario,
  jsonAnswer,
  last,
  sse,
  sseAnswer,
  wait,
  type ActorContext,
  type Answer,
  type Expectation,
  type GatewayRequest,
} from '../../../harness/index.ts';

type Params = { isDerived: boolean };

async function callTool(context: ActorContext<Params>): Promise<void> {
  const { subject, url, deliver } = context;
  const signal = subject.isDerived ? AbortSignal.any([context.signal]) : context.signal;
  const client = new Client({ name: 'client', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`));
  try {
    await client.connect(transport, { signal });
    const onprogress = ({ message }: { message?: string | undefined }): void => deliver(message);
    const result = await client.callTool({ name: 'count' }, undefined, { signal, onprogress });
    for (const part of result.content as { text: string }[]) deliver(part.text);
  } finally {
    await client.close();
  }
}

type Message = { id?: number; method: string; params?: { _meta?: { progressToken?: number } } };

/** Answers as an MCP server does: a document to `initialize`, a stream to a tool call, nothing to a notification. */
function answer({ body }: GatewayRequest, { token }: { token: string }): Answer {
  const { id, method, params } = JSON.parse(body) as Message;
  const jsonrpc = '2.0';
  if (method === 'initialize') {
    const serverInfo = { name: 'server', version: '1' };
    const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo };
    return jsonAnswer({ jsonrpc, id, result });
  }
  if (method !== 'tools/call') return { status: 202, framing: 'length' };
  const progressToken = params?.['_meta']?.progressToken;
  const progress = (step: number, message: string) =>
    sse(
      { jsonrpc, method: 'notifications/progress', params: { progressToken, progress: step, message } },
      message,
    );
  const result = { content: [{ type: 'text', text: ' end' }] };
  return sseAnswer([
    progress(1, token),
    wait(20),
    progress(2, ' one'),
    wait(20),
    last(sse({ jsonrpc, id, result }, ' end')),
  ]);
}

/** A call makes several requests: each is named, so that none stands for the whole. */
function nameRequest({ path, body }: GatewayRequest): string {
  const { method } = JSON.parse(body) as Message;
  return `${path.split('/')[1]}.${method}`;
}

/** `connect` hands its signal on to its first message, not to the second. */
const DEAF: readonly Expectation[] = [
  { oracle: 'prompt-cancel', code: 'settled-late' },
  { oracle: 'prompt-cancel', code: 'connection-kept' },
];

/** An aborted call's connection goes on being made, and undici's close() does not wait for it. */
const UNFINISHED: Expectation = { oracle: 'leaked-handle', code: 'socket' };

export default defineScenario({
  name: 'ecosystem/mcp',
  description: "The MCP SDK's client calls a tool in two sessions over streamable HTTP.",
  variants: {
    'signal-handed-on': {
      params: { isDerived: false },
      description: "each request leaves a listener on its caller's signal, for good",
      expect: [{ oracle: 'leaked-handle', code: 'listener', fromCases: 1 }, ...DEAF, UNFINISHED],
    },
    'signal-derived': { params: { isDerived: true }, expect: [...DEAF, UNFINISHED] },
  },
  gateway: [
    { name: 'messages', method: 'POST', path: '/mcp', call: nameRequest, answer },
    // There is no stream beside the calls.
    { name: 'stream', method: 'GET', path: '/mcp', answer: () => ({ status: 405, framing: 'length' }) },
  ],
  subject: ({ params }: { params: Params }) => params,
  actors: { caller: callTool, other: callTool },
  probe: callTool,
});
