// What a battery's programs have in common, whoever the client is: calls by name on one instance, each with an answer of its own,
// read and given up in any way. A key that is missing means the plainest.
import type { AnswerProgram } from './answers.ts';
import type { ReadProgram } from './readers.ts';
import type { SignalProgram } from './signals.ts';
import type { UploadProgram } from './uploads.ts';

/** What calls of all clients have in common: `afterMs`, or when call `after` is over; times in ms. */
export type CallProgram = {
  afterMs?: number;
  after?: string;
  upload?: UploadProgram;
  answer?: AnswerProgram;
  read?: ReadProgram;
  signal?: SignalProgram;
};

/** A program: calls `C` on an instance `I`. `isBrief`: nobody waits long for what Node's fetch does with its connections. */
export type BatteryProgram<C, I> = { instance?: I; calls?: Record<string, C>; isBrief?: true };
