// A request → what a process in the world answers. A test's own process must never import the world.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Starts `script` in a new process, with `options` of Node's command line, and sends it `request`, which it answers with one message.
 * Rejects when it ends without, with what it wrote to stderr.
 */
export async function askWorld<Answer>(
  script: URL,
  request: object,
  options: readonly string[] = [],
): Promise<Answer> {
  const child = fork(fileURLToPath(script), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--no-deprecation', '--disable-warning=ExperimentalWarning', ...options],
    serialization: 'advanced',
  });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    let answer: { message: unknown } | undefined;
    child.on('message', (message) => (answer = { message }));
    child.on('close', (code) =>
      answer === undefined
        ? reject(new Error(`the world ended with code ${code}: ${stderr}`))
        : resolve(answer.message as Answer),
    );
    child.send(request);
  });
}
