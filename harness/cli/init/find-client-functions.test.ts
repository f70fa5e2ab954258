// What a module's source tells of the functions that it exports.
import { describe, expect, test } from 'vitest';
import { findClientFunctions } from './find-client-functions.ts';

const only = (text: string) => findClientFunctions(text)?.[0];

describe('an exported function', () => {
  test.each([
    ['a declaration', 'export async function ask(url: string) { await fetch(url); }'],
    ['a constant', 'export const ask = async (url: string) => { await fetch(url); };'],
    ['a list', 'async function ask(url: string) { await fetch(url); }\nexport { ask };'],
    [
      'a list with another name',
      'async function other(url: string) { await fetch(url); }\nexport { other as ask };',
    ],
  ])('is found as %s', (_, text) => {
    expect(findClientFunctions(text)).toEqual([
      {
        name: 'ask',
        isDefault: false,
        isGenerator: false,
        parameters: [{ name: 'url', keys: [], isPattern: false }],
        calls: ['fetch'],
      },
    ]);
  });

  test('is found as the default export, named or not', () => {
    expect(only('export default async function ask() {}')).toMatchObject({ name: 'ask', isDefault: true });
    expect(only('const ask = () => {};\nexport default ask;')).toMatchObject({
      name: 'ask',
      isDefault: true,
    });
    expect(only('export default () => {};')).toMatchObject({ name: '', isDefault: true });
  });

  test('tells what it takes out of its options, by pattern, by name or later', () => {
    const keys = (text: string) => only(text)?.parameters.map((parameter) => parameter.keys);
    expect(keys('export function a(url: string, { signal, onText: text }: Options = {}) {}')).toEqual([
      [],
      ['signal', 'onText'],
    ]);
    expect(keys('export function a(options: Options) { use(options.signal, options.url); }')).toEqual([
      ['signal', 'url'],
    ]);
    expect(keys('export function a(options: Options) { const { signal } = options; }')).toEqual([['signal']]);
  });

  test('tells that it is a generator, and what it calls', () => {
    expect(
      only('export async function* a() { yield* got.stream(make(1)); new EventSource("x"); }'),
    ).toMatchObject({
      isGenerator: true,
      calls: ['got.stream', 'make', 'EventSource'],
    });
  });
});

describe('a function of the module that is not exported', () => {
  test('does what it does for who calls it, directly or not', () => {
    const text =
      'export function ask(o) { return post(o); }\nfunction post(o) { return send(o); }\nconst send = (o) => fetch(o.url);';
    expect(only(text)).toMatchObject({
      name: 'ask',
      calls: ['post', 'send', 'fetch'],
      parameters: [{ keys: ['url'] }],
    });
  });

  test('reads of an object what it is handed, in its place, by name or by pattern', () => {
    const text =
      'export function ask(text, options) { post(text, options); wait(options); }\nfunction post(text, { signal, baseUrl }) {}\nfunction wait(o) { return o.delayMs; }';
    expect(only(text)?.parameters).toEqual([
      { name: 'text', keys: [], isPattern: false },
      { name: 'options', keys: ['signal', 'baseUrl', 'delayMs'], isPattern: false },
    ]);
  });

  test('may call itself', () => {
    const text =
      'export function ask(o) { return again(o); }\nfunction again(o) { return o.left > 0 ? again(o) : fetch(o.url); }';
    expect(only(text)).toMatchObject({ calls: ['again', 'fetch'], parameters: [{ keys: ['left', 'url'] }] });
  });

  test('that is exported as well speaks for itself', () => {
    const text =
      'export function ask(o) { return post(o); }\nexport function post(o) { return fetch(o.url); }';
    expect(findClientFunctions(text)?.map(({ calls }) => calls)).toEqual([['post'], ['fetch']]);
  });
});

test('what is no function, or is not exported, is left out', () => {
  expect(
    findClientFunctions('export const a = 1;\nfunction b() {}\nexport type C = 1;\nexport * from "x";'),
  ).toEqual([]);
});

test('a source that is none is none', () => {
  expect(findClientFunctions('export function (')).toBeUndefined();
});
