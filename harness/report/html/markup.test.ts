// Templates: what is put in is text, unless it is markup.
import { expect, test } from 'vitest';
import { markup, trusted, when } from './markup.ts';

test('values are escaped, in text and in attributes', () => {
  expect(markup`<a title="${`"'<&>`}">${'<b>'}${7}</a>`.text).toBe(
    '<a title="&quot;&#39;&lt;&amp;&gt;">&lt;b&gt;7</a>',
  );
});

test('markup within markup is not, alone or as a list', () => {
  const inner = [markup`<i>${'&'}</i>`, trusted('<hr>')];
  expect(markup`${inner}${inner[1]!}`.text).toBe('<i>&amp;</i><hr><hr>');
});

test('a part that is not shown is not made', () => {
  expect(
    when(false, () => {
      throw new Error('made');
    }).text,
  ).toBe('');
  expect(when(true, () => markup`x`).text).toBe('x');
});
