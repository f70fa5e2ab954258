// Text for a stream that the runner of GitHub reads → the same text, with nothing in it that the runner obeys. What a client or a gateway
// has said stands in reports and messages, and may look like a command: to mask a word, to stop other commands, to annotate a file.

/** `text` with a backslash where a command would begin: at the start of a line (`::`), or anywhere in it (`##[`). */
export function hideCommands(text: string): string {
  return text.replaceAll(/^(\s*)::/gm, String.raw`$1\::`).replaceAll('##[', String.raw`#\#[`);
}
