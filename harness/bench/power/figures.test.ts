// Numbers → how tables write them.
import { expect, it } from 'vitest';
import { number, times } from './figures.ts';

it.each([
  [12_345.6, '12,346'],
  [99.6, '100'],
  [12.4, '12'],
  [4, '4'],
  [4.04, '4.0'],
  [0.96, '1.0'],
  [0.095, '0.1'],
  [0.0949, '0.09'],
  [0.0234, '0.02'],
  [0.0096, '0.01'],
  [0.00041, '0.0004'],
  [0, '0'],
])('%d is written %s', (value, text) => {
  expect(number(value)).toBe(text);
});

it('a bound says that it is one', () => {
  expect(times({ target: 'a', value: 0.04, isBound: true })).toBe('> 0.04 times');
});
