// The command `closecall`: importing this file runs it. It sets the exit code and lets the process end by itself, so that
// everything written to a pipe arrives.
import { campaignFunctions } from './campaign-functions.ts';
import { describeError } from './describe-error.ts';
import { processHost } from './process-host.ts';
import { runCommandLine } from './run-command-line.ts';

// Node would exit with 1, which means that something was found.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    const { text, code } = describeError(error instanceof Error ? error : new Error(String(error)));
    process.stderr.write(text);
    process.exit(code);
  });

// A reader that has seen enough (`| head`) is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = await runCommandLine(process.argv.slice(2), processHost(), campaignFunctions);
