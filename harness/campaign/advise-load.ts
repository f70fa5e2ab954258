// Why a module of the project did not load → what to do about it, where it is that Node.js reads sources differently from the tools
// that people build theirs with.
import { suggestName } from '../model/closecall-error.ts';
import { listImports } from './import-modules.ts';

/** The cure for most of them. */
const LOADER = `Or let tsx load your sources: npm install --save-dev tsx, and "imports": ["tsx"] in closecall.config.ts or under "closecall" in package.json.`;

/** Advice by what the error says, the first that fits. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /Cannot use import statement outside a module|Unexpected token 'export'/,
    'The nearest package.json makes it CommonJS: end its name in .mts, or say "type": "module" there.',
  ],
  [
    /does not provide an export named/,
    'Either nothing of that name is exported there, or the nearest package.json makes that module CommonJS ("type": "commonjs", as npm init writes): say "type": "module" there, or end the name of that module in .mts.',
  ],
  [
    /UNSUPPORTED_TYPESCRIPT_SYNTAX|is not supported in strip-only mode/,
    'Node.js takes types out of a source, and translates nothing: no enum, no namespace, no parameter property.',
  ],
  [
    /Unknown file extension "\.(?:tsx|jsx)"|ERR_UNKNOWN_FILE_EXTENSION/,
    'Node.js does not read files of that kind.',
  ],
  [
    /Cannot find package '[@~]\//,
    'Node.js does not read the "paths" of a tsconfig.json: import it by its relative path.',
  ],
  [
    /(?:Cannot find module '(?:\/|[A-Z]:)|ERR_UNSUPPORTED_DIR_IMPORT|Directory import)/,
    'In Node.js an import of a file names it with its extension, as it is on disk (./client.ts).',
  ],
];

/** A space and the advice; '' when there is none to give. */
export function adviseLoad(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code = '' } = error as NodeJS.ErrnoException;
  const missing = /Cannot find package '((?:@[^/']+\/)?[^/'@~]+)/.exec(error.message)?.[1];
  if (missing !== undefined) {
    // Nobody is to install what a slip of the pen is called.
    const isSlip = missing !== 'closecall' && suggestName(missing, ['closecall']) !== undefined;
    return isSlip ? ' Did you mean "closecall"?' : ` It is not installed: npm install --save-dev ${missing}`;
  }
  const said = `${code} ${error.message}`;
  const advice = ADVICE.find(([pattern]) => pattern.test(said))?.[1];
  if (advice === undefined) return '';
  return listImports().length > 0 ? ` ${advice}` : ` ${advice} ${LOADER}`;
}
