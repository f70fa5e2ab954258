// Packages and versions as people type them, and the ways in which they mistype them.
import { describe, expect, test } from 'vitest';
import {
  formatOption,
  formatPackageSpec,
  isExact,
  NODE,
  parseNodeSpec,
  parsePackageSpec,
  parsePackageSpecs,
} from './package-spec.ts';

describe('a package to test', () => {
  test.each([
    ['undici@8.5.0', 'undici', '8.5.0', true],
    ['undici@8.5.0-rc.1', 'undici', '8.5.0-rc.1', true],
    ['undici@7', 'undici', '7', false],
    ['undici@^7.2.0', 'undici', '^7.2.0', false],
    ['undici@~7.2', 'undici', '~7.2', false],
    ['undici@7.x', 'undici', '7.x', false],
    ['undici@latest', 'undici', 'latest', false],
    ['@scope/name@1.2.3', '@scope/name', '1.2.3', true],
    ['@scope/name@next', '@scope/name', 'next', false],
  ])('is read from %s', (text, name, wanted, exact) => {
    const spec = parsePackageSpec(text);
    expect(spec).toEqual({ name, wanted });
    expect(isExact(spec)).toBe(exact);
    expect(formatPackageSpec(spec)).toBe(text);
  });

  test.each([
    [
      'undici',
      '--with undici: it names no version; write undici@ and a version, or undici@latest for the newest.',
    ],
    [
      'undici@',
      '--with undici@: it names no version; write undici@ and a version, or undici@latest for the newest.',
    ],
    [
      '@scope/name',
      '--with @scope/name: it names no version; write @scope/name@ and a version, or @scope/name@latest for the newest.',
    ],
    ['@8', '--with @8: "@8" is no name of a package; write it as npm does, as in undici@8.5.0.'],
    [
      'Undici@8.5.0',
      '--with Undici@8.5.0: "Undici" is no name of a package; write it as npm does, as in undici@8.5.0.',
    ],
    [
      '../undici@8.5.0',
      '--with ../undici@8.5.0: "../undici" is no name of a package; write it as npm does, as in undici@8.5.0.',
    ],
    [
      'undici@npm:other@1',
      '--with undici@npm:other@1: "npm:other@1" is no version; use an exact version (8.5.0), a range (7, ^7.2.0) or a tag (latest).',
    ],
    [
      'undici@--force',
      '--with undici@--force: "--force" is no version; use an exact version (8.5.0), a range (7, ^7.2.0) or a tag (latest).',
    ],
    [
      'undici@>=7',
      '--with undici@>=7: ">=7" is no version; use an exact version (8.5.0), a range (7, ^7.2.0) or a tag (latest).',
    ],
    [
      'closecall@0.1.0',
      '--with closecall@0.1.0: closecall cannot test itself; install another version of it instead.',
    ],
  ])('is not read from %s', (text, message) => {
    expect(() => parsePackageSpec(text)).toThrow(expect.objectContaining({ code: 'ERR_WITH_SPEC', message }));
  });

  test('may stand beside others, and twice only in one version', () => {
    expect(parsePackageSpecs(['a@1.0.0', 'b@2', 'a@1.0.0'])).toEqual([
      { name: 'a', wanted: '1.0.0' },
      { name: 'b', wanted: '2' },
    ]);
    expect(() => parsePackageSpecs(['a@1.0.0', 'a@1.0.1'])).toThrow(
      expect.objectContaining({
        code: 'ERR_WITH_TWICE',
        message:
          '--with a@1.0.0 and --with a@1.0.1: one version of a package per run. Give one, and run again with the other.',
      }),
    );
  });
});

describe('a Node.js to run on', () => {
  test.each([
    ['20', '20'],
    ['v20.19.4', '20.19.4'],
    ['22.19', '22.19'],
    ['20.11', '20.11'],
  ])('is read from --node %s, and is then a package like others', (text, wanted) => {
    const spec = parseNodeSpec(text);
    expect(spec).toEqual({ name: NODE, wanted });
    expect(parsePackageSpec(`node@${text}`)).toEqual(spec);
    expect(parsePackageSpec(formatPackageSpec(spec))).toEqual(spec);
    expect(formatOption(spec)).toBe(`--node ${wanted}`);
  });

  test.each(['', 'latest', '^20', '20.x', '24.0.0-rc.1', '18', '20.10', '20.10.9', '4.2'])(
    'is not %o',
    (text) => {
      expect(() => parseNodeSpec(text)).toThrow(/^--node /);
      expect(() => parsePackageSpec(`node@${text}`)).toThrow(/^--node /);
    },
  );
});
