// One measured process: a workload warmed up, then timed in CPU time of the whole process. Prints one line of JSON.
import { CALLS, answerOf, type Workload, type WorkloadName } from './exchange.ts';

async function loadWorkload(name: WorkloadName): Promise<Workload> {
  if (name === 'simulated') return (await import('./simulated-workload.ts')).makeSimulatedWorkload();
  if (name === 'loopback') return (await import('./loopback-workload.ts')).makeLoopbackWorkload();
  return (await import('./floor-workload.ts')).makeFloorWorkload();
}

const [name, warmUpCases, cases] = process.argv.slice(2);
const workload = await loadWorkload(name as WorkloadName);
await workload.runCases(Number(warmUpCases));
const before = process.cpuUsage();
const answers = await workload.runCases(Number(cases));
const { user, system } = process.cpuUsage(before);
const expected = CALLS.map((_, index) => answerOf(index));
if (JSON.stringify(answers) !== JSON.stringify(expected))
  throw new Error(
    `the ${name} workload read ${JSON.stringify(answers)}, expected ${JSON.stringify(expected)}`,
  );
process.stdout.write(`${JSON.stringify({ cpuMicrosPerCase: (user + system) / Number(cases) })}\n`);
await workload.close();
process.exit(0);
