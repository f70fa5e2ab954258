// What every scenario of the client shares: credentials, the HTTP client, and whoever owns sessions.
import type { SubjectContext } from '../harness/index.ts';
import { Credentials, MemoryTokenStore } from '../src/credentials.ts';
import { GatewayHttpClient } from '../src/gateway-http-client.ts';
import { refreshOverGateway } from '../src/refresh-over-gateway.ts';
import { Session } from '../src/session.ts';

/** Token that the client starts with; the gateway hands out others on refresh and rotation. */
const FIRST_TOKEN = 'first-token';

/** The app around a client. */
export type App = { credentials: Credentials; http: GatewayHttpClient; owner: SessionOwner };

/** Builds the app. */
export function buildApp(context: Pick<SubjectContext<unknown>, 'origin' | 'track'>): App {
  const { origin } = context;
  const credentials = new Credentials({
    store: new MemoryTokenStore({ token: FIRST_TOKEN }),
    refresh: refreshOverGateway({ baseUrl: origin }),
  });
  const http = new GatewayHttpClient({ baseUrl: origin, assistantId: 'a1', credentials });
  return { credentials, http, owner: new SessionOwner(context) };
}

/** A session of its own, whose end the harness looks for. */
export function makeTracked({ track }: Pick<SubjectContext<unknown>, 'track'>): Session {
  const session = new Session();
  let isClosed = false;
  void session.closed.then(() => {
    isClosed = true;
  });
  track('session', 'session of its own', () => !isClosed);
  return session;
}

/** Owns the one ordinary session that callers share, and gives them the next when it is lost. */
class SessionOwner {
  readonly #context: Pick<SubjectContext<unknown>, 'track'>;
  #session: Session | undefined;

  constructor(context: Pick<SubjectContext<unknown>, 'track'>) {
    this.#context = context;
  }

  /** The session to use now. */
  readonly current = (): Session => {
    if (this.#session === undefined || this.#session.isInvalidated)
      this.#session = makeTracked(this.#context);
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
