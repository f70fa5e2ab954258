// Source text → the modules that it imports, by the names it has for them.
import { scanSource } from './scan-source.ts';

/** What `source` asks for: import and export from, dynamic import, import types, require, new URL of a relative file. */
export function findSpecifiers(source: string): string[] {
  const tokens = scanSource(source);
  const text = (index: number): string | undefined => {
    const token = tokens[index];
    return token?.kind === 'word' || token?.kind === 'sign' ? token.text : undefined;
  };
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'string') return [];
    if (text(at - 1) === 'from' || text(at - 1) === 'import') return [token.text];
    if (text(at - 1) !== '(') return [];
    if (text(at - 2) === 'import' || text(at - 2) === 'require') return [token.text];
    return text(at - 2) === 'URL' && token.text.startsWith('.') ? [token.text] : [];
  });
}
