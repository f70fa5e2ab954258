// Where annotations are placed when a project is a part of its repository.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeInRepository } from './place-in-repository.ts';

const checkout = join(import.meta.dirname, 'checkout');

const placeOf = (
  root: string,
  variables: Readonly<Record<string, string>> = { GITHUB_WORKSPACE: checkout },
): string => placeInRepository({ root, variable: (name) => variables[name] });

test('the folder of a project is told from that of the checkout', () => {
  expect(placeOf(join(checkout, 'packages', 'client'))).toBe('packages/client');
  expect(placeOf(checkout)).toBe('');
});

test('without a checkout, or outside of it, nothing is added', () => {
  expect(placeOf(join(checkout, 'packages'), {})).toBe('');
  expect(placeOf(join(checkout, 'packages'), { GITHUB_WORKSPACE: '' })).toBe('');
  expect(placeOf(import.meta.dirname)).toBe('');
  expect(placeOf(join(import.meta.dirname, 'checkout-2'))).toBe('');
});
