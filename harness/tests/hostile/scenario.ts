// A client and a gateway that say everything that a report could stumble over, in every place that a report can have it from.
import { defineScenario, type ActorContext } from '../../simulate/scenario.ts';
import { BODY, MARK, MARKUP, SECRETS } from './payload.ts';

type Params = { params: { isCrashing: boolean } };

/** Sends secrets in the URL, the headers and the body, and reads all that comes back. */
async function ask(url: string): Promise<string> {
  const headers = { authorization: `Bearer ${MARK}`, cookie: `sid=${MARK}`, 'x-api-key': MARK };
  const body = JSON.stringify({ password: MARK, text: MARKUP });
  const response = await fetch(`${url}/read?access_token=${MARK}`, { method: 'POST', headers, body });
  return response.text();
}

async function read({ url, subject, note, deliver }: ActorContext<{ isCrashing: boolean }>): Promise<void> {
  deliver(await ask(url));
  note(MARKUP);
  for (const secret of SECRETS) note(secret);
  note(BODY);
  if (!subject.isCrashing) return;
  const message = `${MARKUP} ${SECRETS.join(' ')} ${BODY}`;
  const error = Object.assign(new Error(message), { code: `E<b>|\`${MARKUP}` });
  error.name = `Error ${MARKUP}`;
  setTimeout(() => {
    throw error;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
}

export default defineScenario<{ isCrashing: boolean }, Params['params']>({
  name: 'hostile',
  description: MARKUP,
  variants: {
    [`crashes ${MARKUP}`]: { params: { isCrashing: true }, description: MARKUP },
    [`is wrong ${MARKUP}`]: { params: { isCrashing: false } },
  },
  gateway: [
    {
      name: `read ${MARKUP}`,
      path: '/read*',
      answer: () => ({
        status: 200,
        headers: { 'set-cookie': `sid=${MARK}` },
        body: [{ text: BODY.toWellFormed(), wire: BODY.toWellFormed() }],
      }),
    },
  ],
  subject: ({ params, note }) => {
    note(SECRETS.join(' '));
    return params;
  },
  actors: { [`reader ${MARKUP}`]: read },
  invariants: {
    [`holds ${MARKUP}`]: (trace) =>
      trace.end === 'completed' ? `${MARKUP} ${SECRETS.join(' ')} ${BODY}` : undefined,
  },
});
