// The names that `--reporter` takes of `bisect`, each with its reporter.
import type { BisectResult } from '../model/bisect-result.ts';
import { renderBisectMarkdown } from './bisect-markdown.ts';
import { renderBisectScreen } from './bisect-screen.ts';
import { decideBisectExit } from './bisect-words.ts';
import type { Screen } from './screen.ts';
import { toJson } from './to-json.ts';

/** One way to write a search. `help` says what it is for. */
export type BisectReporter = { help: string; render: (result: BisectResult, screen: Screen) => string };

/** Every reporter by name. */
export const BISECT_REPORTERS: Readonly<Record<string, BisectReporter>> = {
  terminal: { help: 'for people; the default, on stdout', render: renderBisectScreen },
  markdown: { help: 'the ranges and all that was tried, to be pasted', render: renderBisectMarkdown },
  json: { help: 'the whole search for programs', render: renderBisectJson },
};

/** The search as JSON; `steps`, which only closecall reads, stays in the file. */
function renderBisectJson(result: BisectResult): string {
  const { steps: _, ...repro } = result.repro;
  return toJson({ format: 'closecall-bisect', ...result, repro, exit: decideBisectExit(result) });
}
