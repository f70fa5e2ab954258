// TypeScript source → its tokens without comments, enough to tell code from prose when a rule looks for a name.
// It is no parser: TypeScript 7 has no JavaScript API, and Node's type stripping drops the type imports we must see.
// Templates and regular expressions are single tokens, so text inside them never counts as code.

export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'regex' | 'sign';
  /** As written; for strings, without the quotes. */
  readonly text: string;
}

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`'(?<single>(?:\\.|[^'\\\n])*)'`,
    String.raw`"(?<double>(?:\\.|[^"\\\n])*)"`,
    '(?<template>`(?:\\\\[\\s\\S]|[^`\\\\])*`)',
    // A slash begins a regular expression only where no operand stands before it.
    String.raw`(?<regex>(?<=(?:^|[=(,:;!&|?{}[>]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*)`,
    String.raw`(?<word>[\p{ID_Start}$_][\p{ID_Continue}$]*)`,
    String.raw`(?<sign>\S)`,
  ].join('|'),
  'gu',
);

/** The tokens of `source` in order. */
export function scanSource(source: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups } of source.matchAll(TOKEN)) {
    const { single, double, template, regex, word, sign } = groups ?? {};
    const quoted = single ?? double;
    if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted });
    else if (template !== undefined) tokens.push({ kind: 'template', text: template });
    else if (regex !== undefined) tokens.push({ kind: 'regex', text: regex });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}
