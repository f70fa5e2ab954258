// A finding's fingerprint is that of the defect, not of the text around it: edits that have nothing to do with it leave it as it is,
// so that a baseline stays true, and a defect at another place is another. Each edit is a project of its own, with a real client.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { exploreForTest, makeFolder } from './explore-for-test.ts';

/** One defect for each way in which a stack becomes a part of a fingerprint. */
const CLIENT = `import http from 'node:http';

class Reader {
  constructor(url) {
    this.url = url;
  }
  open(path, take) {
    return new Promise((resolve, reject) => {
      const request = http.get(this.url + path, { agent: false }, (response) => {
        response.on('data', (bytes) => take(String(bytes)));
        response.on('end', resolve);
      });
      request.on('error', reject);
    });
  }
}

function parse(text) {
  const first = text.trim();
  throw new RangeError('cannot parse ' + first);
}

async function fail(text) {
  const words = text.split(' ');
  throw Object.assign(new Error('no ' + words[0]), { code: 'ERR_READER' });
}

export async function throwsInCallback(url) {
  const reader = new Reader(url);
  await reader.open('/text', (text) => parse(text));
}

export async function rejects(url) {
  const reader = new Reader(url);
  const parts = [];
  await reader.open('/text', (text) => parts.push(text));
  await fail(parts.join(''));
}

export async function throwsInHandler(url) {
  const handlers = {};
  handlers.onText = (text) => {
    throw new TypeError('no handler for ' + text);
  };
  await new Reader(url).open('/text', (text) => handlers.onText(text));
}
`;

const DEFECTS = ['throwsInCallback', 'rejects', 'throwsInHandler'] as const;
type Defect = (typeof DEFECTS)[number];

function scenario(name: string): string {
  return `import * as client from './client.mjs';

export default {
  name: '${name}',
  variants: { ${DEFECTS.map((defect) => `${defect}: { params: { defect: '${defect}' } }`).join(', ')} },
  gateway: [{ name: 'text', path: '/text', answer: () => ({ status: 200, body: [{ text: 'a b', wire: 'a b' }] }) }],
  subject: ({ origin, params }) => ({ origin, read: client[params.defect] }),
  actors: { reader: ({ subject }) => subject.read(subject.origin) },
};
`;
}

/** Every occurrence of a word, as an editor renames it. */
const rename = (from: string, to: string): string =>
  CLIENT.replaceAll(new RegExp(String.raw`\b${from}\b`, 'g'), to);

/** Edits that have nothing to do with the defects. */
const UNRELATED: Readonly<Record<string, string>> = {
  'lines-and-comments-added':
    `// A licence.\n//\n// Of many lines.\n\nconst LIMIT = 10;\n\n${CLIENT}`.replaceAll(
      /^( *)(const|throw|await|return) /gm,
      '$1// Says why.\n$1/* And\n more. */ $2 ',
    ),
  'functions-and-methods-added': CLIENT.replace(
    'function parse',
    'export function format(text) {\n  return text;\n}\n\nfunction parse',
  ).replace('  open(path', '  close() {\n    this.url = undefined;\n  }\n  open(path'),
  'variables-and-parameters-renamed': rename('first', 'head')
    .replaceAll(/\bwords\b/g, 'pieces')
    .replaceAll(/\bbytes\b/g, 'chunk')
    .replaceAll(/\bhandlers\b/g, 'listeners')
    .replaceAll(/\btext\b(?!')/g, 'input'),
  'reformatted-and-other-messages': CLIENT.replaceAll(/\n\s*/g, ' ')
    .replace('cannot parse ', 'unable to parse: ')
    .replace('no ', 'not one '),
};

/** Edits after which something else is broken. */
const OTHER: Readonly<Record<string, readonly [defect: Defect, text: string]>> = {
  'thrown-by-another-function': [
    'throwsInCallback',
    CLIENT.replace('function parse(text) {', 'function check(first) {')
      .replace('  const first = text.trim();\n', '')
      .concat('\nfunction parse(text) {\n  check(text.trim());\n}\n'),
  ],
  'another-kind-of-error': ['throwsInCallback', CLIENT.replace('RangeError', 'SyntaxError')],
  'another-code': ['rejects', CLIENT.replace('ERR_READER', 'ERR_OTHER')],
  'in-another-method': ['throwsInHandler', rename('onText', 'onData')],
};

/** Fingerprints by defect, of the client with this text, which each shows in its natural run. */
async function findAll(
  name: string,
  text: string,
  defects: readonly Defect[],
): Promise<Partial<Record<Defect, string>>> {
  const folder = makeFolder();
  // A project is where a package.json is: paths in it are told from there.
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'client.mjs'), text);
  const file = join(folder, 'all.scenario.mjs');
  writeFileSync(file, scenario(name));
  const found: Partial<Record<Defect, string>> = {};
  for (const defect of defects) {
    const { groups, problems } = await exploreForTest(file, defect, 1);
    expect(problems).toEqual([]);
    found[defect] = groups[0]?.found.fingerprint ?? 'nothing was found';
  }
  return found;
}

let original: Partial<Record<Defect, string>>;

beforeAll(async () => {
  original = await findAll('original', CLIENT, DEFECTS);
}, 120_000);

test('the client has one defect of each kind', () => {
  const fingerprints = new Set(Object.values(original));
  expect(fingerprints.size).toBe(DEFECTS.length);
  for (const fingerprint of fingerprints) expect(fingerprint).toMatch(/^[0-9a-f]{12}$/);
});

test.each(Object.entries(UNRELATED))(
  'an edit that has nothing to do with the defects leaves all fingerprints: %s',
  async (name, text) => {
    expect(text).not.toBe(CLIENT);
    expect(await findAll(name, text, DEFECTS)).toEqual(original);
  },
  120_000,
);

test.each(Object.entries(OTHER))(
  'another defect has another fingerprint: %s',
  async (name, [defect, text]) => {
    expect(text).not.toBe(CLIENT);
    const changed = (await findAll(name, text, [defect]))[defect];
    expect(changed).toMatch(/^[0-9a-f]{12}$/);
    expect(changed).not.toBe(original[defect]);
  },
  120_000,
);
