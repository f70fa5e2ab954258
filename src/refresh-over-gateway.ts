// Turns a refresh into one POST to the gateway, and its answer into one of the three outcomes.
// Invariants: only 401 and 403 are terminal; whatever else is not a token, or no answer at all, is transient; the body
// is never left unread.

import type { Refresh, RefreshOutcome, Tokens } from './credentials.ts';
import { drain } from './drain.ts';
import { DEFAULT_TIMEOUT_MS, MAX_REFRESH_ANSWER_BYTES } from './limits.ts';
import { Session } from './session.ts';
import type { AsyncBytes } from './async-bytes.ts';

/** Where to refresh. */
export interface RefreshOverGatewayOptions {
  /** The gateway, such as `https://host`; the path is `/v1/auth/refresh`. */
  readonly baseUrl: string;
  /** Default: Session.shared. */
  readonly session?: Session;
  /** Idle timeout in milliseconds. Default: 30 s. */
  readonly timeoutMs?: number;
}

/**
 * Makes a `Refresh` that sends `{"refreshToken"}` with the old token in its authorization header, and expects
 * `{"token", "refreshToken"?}` with status 200. Never rejects for what the network or the gateway does.
 */
export function refreshOverGateway(options: RefreshOverGatewayOptions): Refresh {
  return async (tokens) => {
    try {
      return await askGateway(options, tokens);
    } catch (error) {
      return transient('the gateway could not be asked for a fresh token', error);
    }
  };
}

async function askGateway(
  options: RefreshOverGatewayOptions,
  tokens: Tokens | undefined,
): Promise<RefreshOutcome> {
  const session = options.session ?? Session.shared;
  const { response, bytes } = await session.bytes({
    url: `${options.baseUrl.replace(/\/+$/, '')}/v1/auth/refresh`,
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(tokens === undefined ? {} : { authorization: `Bearer ${tokens.token}` }),
    },
    body: JSON.stringify({ refreshToken: tokens?.refreshToken }),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  });
  if (response.status === 200) return parseAnswer(await readText(bytes));
  await drain(bytes);
  const message = `the gateway answered the refresh with status ${response.status}`;
  const isTerminal = response.status === 401 || response.status === 403;
  return isTerminal ? { kind: 'terminal', error: new Error(message) } : transient(message);
}

async function readText(bytes: AsyncBytes): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let byteCount = 0;
  for await (const chunk of bytes) {
    byteCount += chunk.byteLength;
    if (byteCount > MAX_REFRESH_ANSWER_BYTES) {
      throw new Error(`the answer is longer than ${MAX_REFRESH_ANSWER_BYTES} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseAnswer(text: string): RefreshOutcome {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null || !('token' in answer))
    return transient('no token came');
  const { token } = answer;
  if (typeof token !== 'string' || token === '') return transient('no token came');
  const refreshToken =
    'refreshToken' in answer && typeof answer.refreshToken === 'string' ? answer.refreshToken : undefined;
  return { kind: 'success', token, refreshToken };
}

function transient(message: string, cause?: unknown): RefreshOutcome {
  return { kind: 'transient', error: new Error(message, { cause }) };
}
