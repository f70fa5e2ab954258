// What every scenario of the client shares: credentials, the HTTP client, and whoever owns sessions.
import type { SessionLog, SubjectContext } from '../harness/index.ts';
import { Credentials, MemoryTokenStore } from '../src/credentials.ts';
import { GatewayHttpClient } from '../src/gateway-http-client.ts';
import { refreshOverGateway } from '../src/refresh-over-gateway.ts';
import { Session, type SafeSessionResponse, type SessionResponse } from '../src/session.ts';
import type { SessionRequest } from '../src/session-task.ts';

/** Token that the client starts with; the gateway hands out others on refresh and rotation. */
const FIRST_TOKEN = 'first-token';

/** The app around a client. */
export type App = { credentials: Credentials; http: GatewayHttpClient; owner: SessionOwner };

/** Builds the app. */
export function buildApp(context: Watcher & Pick<SubjectContext<unknown>, 'origin'>): App {
  const { origin } = context;
  const credentials = new Credentials({
    store: new MemoryTokenStore({ token: FIRST_TOKEN }),
    refresh: refreshOverGateway({ baseUrl: origin }),
  });
  const http = new GatewayHttpClient({ baseUrl: origin, assistantId: 'a1', credentials });
  return { credentials, http, owner: new SessionOwner(() => makeTracked(context)) };
}

/** What a session needs to be watched. */
type Watcher = Pick<SubjectContext<unknown>, 'track' | 'session'>;

/** A session that tells what it carries and when its end is ordered, and does all else as any other. */
class WatchedSession extends Session {
  readonly #log: SessionLog;

  constructor(log: SessionLog) {
    super();
    this.#log = log;
  }

  override bytes(request: SessionRequest): Promise<SessionResponse> {
    this.#log.sends(callOf(request));
    return super.bytes(request);
  }

  override safeBytes(request: SessionRequest): Promise<SafeSessionResponse> {
    this.#log.sends(callOf(request));
    return super.safeBytes(request);
  }

  override finishTasksAndInvalidate(): void {
    this.#log.ends();
    super.finishTasksAndInvalidate();
  }

  override invalidateAndCancel(): void {
    this.#log.ends();
    super.invalidateAndCancel();
  }
}

/** The call of a request as the gateway's routes name it: a BTW by its conversation key. */
function callOf({ body }: SessionRequest): string {
  if (body === undefined) return 'events';
  return (JSON.parse(body) as { conversationKey?: string }).conversationKey ?? 'refresh';
}

/** A session of its own, whose use and end the harness looks at. */
export function makeTracked({ track, session: makeLog }: Watcher): Session {
  const session = new WatchedSession(makeLog());
  let isClosed = false;
  void session.closed.then(() => {
    isClosed = true;
  });
  track('session', 'session of its own', () => !isClosed);
  return session;
}

/** Owns the one ordinary session that callers share, and gives them the next when it is lost. */
export class SessionOwner {
  readonly #makeSession: () => Session;
  #session: Session | undefined;

  constructor(makeSession: () => Session) {
    this.#makeSession = makeSession;
  }

  /** The session to use now. */
  readonly current = (): Session => {
    if (this.#session === undefined || this.#session.isInvalidated) this.#session = this.#makeSession();
    return this.#session;
  };

  /** True when there is a session to lose. */
  get hasSession(): boolean {
    return this.#session !== undefined && !this.#session.isInvalidated;
  }

  /** The session is lost under everybody who uses it. */
  lose(): void {
    this.#session?.invalidateAndCancel();
  }

  /** The app ends. */
  async close(): Promise<void> {
    this.#session?.finishTasksAndInvalidate();
    await this.#session?.closed;
  }
}
