// The battery for Node's built-in fetch: programs over `fetch`, `Request`, `Response` and what callers do with bodies.
import { defineScenario } from '../../../harness/index.ts';
import { codedAnswerPrograms } from '../answers.ts';
import { buildCalls, type LabClient } from '../build-calls.ts';
import type { CallProgram } from '../call-program.ts';
import { drawCalls } from '../draw-calls.ts';
import { oneOf } from '../draw.ts';
import { fetchPrograms, readFetched, sendFetch, type FetchProgram } from '../fetching.ts';
import { readPrograms } from '../readers.ts';
import { judgeCalls, serveCalls } from '../serve-calls.ts';
import { uploadPrograms } from '../uploads.ts';

/** One call: by `fetch` with a URL, or with a Request. */
type FetchCall = CallProgram & { asRequest?: true; options?: FetchProgram };

const CLIENT: LabClient<FetchCall, object, undefined> = {
  make: () => undefined,
  call: async ({ asRequest, options, upload, read }, { origin, book }, context) => {
    const { actor } = context;
    const { url, init } = sendFetch(origin, { ...options, ...(upload && { upload }) }, book, context);
    const response = await (asRequest ? fetch(new Request(url, init)) : fetch(url, init));
    book.gotHead(actor, response.body);
    await readFetched(response, read, book, context);
  },
};

export default defineScenario({
  name: 'lab/fetch',
  description: "Programs over Node's built-in fetch: any request, any answer, read and given up in any way.",
  cancelsAtEnd: true,
  programs: {
    draw: drawCalls({
      calls: {
        asRequest: [25, oneOf(true)],
        options: [40, fetchPrograms],
        upload: [25, uploadPrograms],
        answer: [75, codedAnswerPrograms],
        read: [65, readPrograms],
      },
    }),
    build: (program) => buildCalls(CLIENT, program),
    serve: (program) => serveCalls(CLIENT, program),
    judge: (program) => judgeCalls(CLIENT, program),
  },
});
