// The token has expired: every BTW meets a 401 first, is refreshed and repeated once, on the same session.
import { defineScenario, type Route } from '../../../harness/index.ts';
import {
  ask,
  BTW_ROUTES,
  buildBtw,
  foundingCrash,
  leavings,
  type BtwParams,
  type BtwSubject,
} from '../subject.ts';

/** The gateway that accepts only tokens it has handed out itself. */
const routes: Route[] = BTW_ROUTES.map((route) =>
  route.name !== 'btw'
    ? route
    : {
        ...route,
        answer: (request, context) =>
          request.headers['authorization']?.startsWith('Bearer fresh-') === true
            ? route.answer(request, context)
            : {
                status: 401,
                framing: 'length',
                headers: { 'content-type': 'application/json' },
                body: [{ text: '', wire: '{"error":"token expired"}' }],
              },
      },
);

export default defineScenario<BtwSubject, BtwParams>({
  name: 'btw/unauthorized',
  description:
    'A BTW meets a 401, refreshes the token and is repeated once on the same session; its consumer may leave.',
  variants: {
    shared: { params: { strategy: 'shared' }, expect: foundingCrash(500) },
    'per-call': { params: { strategy: 'per-call' } },
  },
  gateway: routes,
  subject: buildBtw,
  actors: { reader: ask },
  actions: leavings('reader'),
  probe: ask,
});
