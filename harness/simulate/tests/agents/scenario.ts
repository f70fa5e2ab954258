// Agents of node:http that outlive a case, because a module keeps them: what they hold of one case must not reach the next.
import { Agent, get, globalAgent } from 'node:http';
import { defineScenario, type ActorContext } from '../../scenario.ts';

const ofModule = new Agent({ keepAlive: true });
const agents = { captured: globalAgent, ended: ofModule, kept: ofModule };
type Name = keyof typeof agents;

function readText({ subject, url, deliver }: ActorContext<Name>): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/text`, { agent: agents[subject] }, (response) => {
      response.setEncoding('utf8').on('data', deliver).on('end', resolve).on('error', reject);
    });
    request.on('error', reject);
  });
}

export default defineScenario<Name, Name>({
  name: 'agents',
  gateway: 'text',
  variants: {
    captured: { params: 'captured' },
    ended: { params: 'ended' },
    kept: { params: 'kept' },
  },
  subject: ({ params }) => params,
  actors: {
    reader: async (context) => {
      await readText(context);
      await readText(context);
    },
  },
  dispose: (name) => {
    if (name === 'ended') ofModule.destroy();
  },
});
