// A module that throws while it is loaded.
import { defineScenario } from '../../../simulate/scenario.ts';

export default defineScenario({
  name: 'unloadable',
  description: 'Has no actors, which is refused.',
  variants: { default: { params: {} } },
  gateway: [],
  subject: () => undefined,
  actors: {},
});
