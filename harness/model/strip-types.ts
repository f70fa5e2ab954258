// TypeScript → the JavaScript in it, lines and columns as they were.
import { stripTypeScriptTypes } from 'node:module';

/** Node says of the function that it is experimental, to whoever uses it first; nobody here can do anything about that. */
export function stripTypes(text: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
