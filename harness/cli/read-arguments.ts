// argv → positionals, flags and values by the table of options. Refuses what the table does not have.
import { parseArgs } from 'node:util';
import { ClosecallError } from '../model/closecall-error.ts';
import { nameUnknown } from './name-unknown.ts';
import { OPTIONS, UNSUPPORTED } from './option-table.ts';

/** Arguments as typed: values of an option in order; '' where an optional number was left out. */
export type Arguments = { positionals: string[]; flags: Set<string>; values: Map<string, string[]> };

/** Reads `argv`. Throws a ClosecallError for an unknown option, a missing value or one too many. */
export function readArguments(argv: readonly string[]): Arguments {
  // Not strict: parseArgs would stop at the first unknown option without saying what was near.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      OPTIONS.map(({ name, short, type: kind }) => {
        const type = kind === 'number?' ? 'boolean' : kind;
        return [name, short === undefined ? { type } : { type, short }];
      }),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Arguments = { positionals: [], flags: new Set(), values: new Map() };
  /** The option that a number may follow, right behind it. */
  let open: { name: string; index: number } | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (open !== undefined && token.index === open.index + 1 && /^\d+(?:_\d+)*$/.test(token.value))
        given.values.get(open.name)!.splice(-1, 1, token.value);
      else given.positionals.push(token.value);
    }
    if (token.kind !== 'option') continue;
    const option =
      OPTIONS.find(({ name }) => name === token.name) ?? refuseUnknown(token.name, token.rawName);
    if (option.type === 'boolean') {
      if (token.value !== undefined)
        throw new ClosecallError(
          'ERR_UNWANTED_VALUE',
          `${token.rawName} takes no value, got "${token.value}".`,
        );
      given.flags.add(option.name);
      continue;
    }
    if (option.type === 'number?') {
      if (token.value === undefined) open = { name: option.name, index: token.index };
      given.values.set(option.name, [...(given.values.get(option.name) ?? []), token.value ?? '']);
      continue;
    }
    // `--seed --cases 5`: parseArgs would take `--cases` as the seed.
    const isNextOption = token.inlineValue === false && /^-\D/.test(token.value ?? '');
    if (token.value === undefined || token.value === '' || isNextOption)
      throw new ClosecallError(
        'ERR_NO_VALUE',
        `${token.rawName} needs a value: ${token.rawName} ${option.metavar}`,
      );
    given.values.set(option.name, [...(given.values.get(option.name) ?? []), token.value]);
  }
  return given;
}

function refuseUnknown(name: string, rawName: string): never {
  if (Object.hasOwn(UNSUPPORTED, name)) throw new ClosecallError('ERR_UNSUPPORTED', UNSUPPORTED[name]!);
  const isLong = rawName.startsWith('--');
  const known = OPTIONS.flatMap((option) => [
    ...(isLong ? [`--${option.name}`] : []),
    ...(!isLong && option.short !== undefined ? [`-${option.short}`] : []),
  ]);
  // One letter is near to every other letter: suggesting one would be a guess.
  throw new ClosecallError(
    'ERR_UNKNOWN_OPTION',
    isLong
      ? nameUnknown('option', rawName, known)
      : `unknown option "${rawName}". Known: ${known.join(', ')}; see closecall help.`,
  );
}
