// Any data → the same data without secrets, for everything that leaves the process. What a replay rests on comes through
// unchanged: a case and the versions hold names and numbers of ours, and scrubbing them would make a repro a lie.

const SCRUBBED = '[scrubbed]';

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key']);
const SECRET_NAME = /token|secret|password|passwd|api[-_]?key/i;

const HEADER_NAMES = [...SECRET_HEADERS].join('|');
// Bounded: unbounded, a long hostile word would cost time by the square of its length.
const SECRET_END = String.raw`(?:token|secret|password|passwd|api[-_]?key)[\w.-]{0,64}`;
const SECRET_PHRASE = String.raw`[\w.-]{0,64}${SECRET_END}`;

/** Each pattern with what replaces it. A value that was cut off before its closing quote counts to the end. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // "newToken":"…", 'cookie': '…', also escaped once more inside other JSON: \"token\":\"…\"
  [
    new RegExp(
      String.raw`(\\{0,8}["'])(${SECRET_PHRASE}|${HEADER_NAMES})\1(\s*:\s*)(\\{0,8}["'])(?:(?!\4)(?:\\[^]|[^\\]))*(?:\4|\\?$)`,
      'gi',
    ),
    `$1$2$1$3$4${SCRUBBED}$4`,
  ],
  // token: '…', as util.inspect prints it; where the name begins is no matter, and looking for it would cost time
  [
    new RegExp(
      String.raw`(${SECRET_END}|${HEADER_NAMES})(\s*:\s*)(["'])(?:(?!\3).)*(?:\3|(?=[\r\n])|$)`,
      'gi',
    ),
    `$1$2$3${SCRUBBED}$3`,
  ],
  // Authorization: … to the end of the line
  [new RegExp(String.raw`(?<![\w-])(${HEADER_NAMES})(\s*:[ \t]*)(?!["'])[^\r\n]+`, 'gi'), `$1$2${SCRUBBED}`],
  // ?access_token=…
  [new RegExp(String.raw`(${SECRET_END}=)(?!\[)[^\s&;,"'<>)}\]\\]+`, 'gi'), `$1${SCRUBBED}`],
  [/\b(Bearer\s+)(?!tokens?\b)[\w.~+/=-]+/gi, `$1${SCRUBBED}`],
  [/\b(Basic\s+)(?!auth)[A-Za-z0-9+/]{6,}={0,2}/gi, `$1${SCRUBBED}`],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, SCRUBBED],
  // What says itself that it is a key: of OpenAI, Anthropic and others, GitHub, GitLab, Slack, npm, AWS.
  [
    /(?<![\w-])(?:sk-|gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|npm_|AKIA(?=[A-Z\d]{12}))[\w-]{6,}/g,
    SCRUBBED,
  ],
  // ?key=…, &sig=…: in the query of a URL these are nothing else.
  [/([?&](?:key|sig|signature|auth|session|sid|code)=)(?!\[)[^\s&;,"'<>)}\]\\#]+/gi, `$1${SCRUBBED}`],
  [/(:\/\/)[^\s/@:]*:[^\s/@]+@/g, `$1${SCRUBBED}@`],
];

/**
 * A deep copy of plain data with `[scrubbed]` in place of the values of `authorization`, `cookie`, `set-cookie`,
 * `proxy-authorization`, `x-api-key` and of anything named like a token, secret or password, also where they are part of
 * a text (`Bearer …`, `token=…`, JSON, header lines, URLs). Numbers and booleans stay: a count of tokens is no secret.
 */
export function scrubSecrets<T>(value: T): T {
  return scrubValue(value, false) as T;
}

function scrubValue(value: unknown, isSecret: boolean): unknown {
  if (typeof value === 'string') return isSecret ? SCRUBBED : scrubText(value);
  if (Array.isArray(value)) return scrubList(value, isSecret);
  if (typeof value !== 'object' || value === null || isCase(value) || isVersions(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [
      key,
      // The columns of an interleaving are named after actors, and an actor `token-rotation` is no secret.
      key === 'cells' ? scrubColumns(part) : scrubValue(part, isSecret || isSecretName(key)),
    ]),
  );
}

/** A list, also one of header names and values in turn, as `rawHeaders` is. */
function scrubList(list: readonly unknown[], isSecret: boolean): unknown[] {
  return list.map((item, index) => {
    const before: unknown = list[index - 1];
    const isHeader = typeof before === 'string' && SECRET_HEADERS.has(before.toLowerCase());
    return scrubValue(item, isSecret || isHeader);
  });
}

function scrubColumns(cells: unknown): unknown {
  if (typeof cells !== 'object' || cells === null) return scrubValue(cells, false);
  return Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, scrubValue(cell, false)]));
}

function scrubText(text: string): string {
  return PATTERNS.reduce((done, [pattern, replacement]) => done.replaceAll(pattern, replacement), text);
}

function isSecretName(name: string): boolean {
  return SECRET_HEADERS.has(name.toLowerCase()) || SECRET_NAME.test(name);
}

function isCase(value: object): boolean {
  return 'faults' in value && 'actions' in value && 'schedule' in value && 'entropy' in value;
}

function isVersions(value: object): boolean {
  return 'closecall' in value && 'node' in value && 'packages' in value;
}
