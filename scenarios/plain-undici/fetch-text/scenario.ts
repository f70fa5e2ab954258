// undici's fetch as most people call it: an answer whose body is read whole, at once, and that may be given up.
import { fetch } from 'undici';
import { defineScenario, plain, wait, type ActorContext } from '../../../harness/index.ts';

/** A caller of `route`. */
function readText(route: string) {
  return async ({ url, signal, deliver }: ActorContext): Promise<void> => {
    const response = await fetch(`${url}/${route}`, { signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`status ${response.status}`);
    }
    deliver(await response.text());
  };
}

export default defineScenario({
  name: 'plain-undici/fetch-text',
  description: 'Two answers by fetch, one that is there at once and one that takes time, read whole.',
  gateway: [
    {
      name: 'at-once',
      path: '/at-once',
      answer: (_request, { token }) => ({ status: 200, framing: 'length', body: [plain(token)] }),
    },
    {
      name: 'in-parts',
      path: '/in-parts',
      answer: (_request, { token }) => ({
        status: 200,
        body: [plain(`${token}:head `), wait(20), plain('middle '), wait(20), plain('tail')],
      }),
    },
  ],
  actors: { short: readText('at-once'), long: readText('in-parts') },
  probe: readText('at-once'),
});
