// One event in every form that it is written in.
import { expect, it } from 'vitest';
import { EVENT_FORMS, formEvents } from './event-forms.ts';

const event = { text: 'said', wire: 'event: said\ndata: {"a": "b: c"}\n\n' };

it('says the same in every form', () => {
  const written = EVENT_FORMS.map((form) => formEvents({ form }, [event, { waitMs: 1 }]));
  expect(written).toEqual([
    [{ text: 'said', wire: 'event: said\r\ndata: {"a": "b: c"}\r\n\r\n' }, { waitMs: 1 }],
    [{ text: 'said', wire: `: keep-alive\n\n${event.wire}` }, { waitMs: 1 }],
    [{ text: 'said', wire: 'event:said\ndata:{"a": "b: c"}\n\n' }, { waitMs: 1 }],
  ]);
});

it('is left as it is where the program says nothing', () => {
  expect(formEvents({}, [event])).toEqual([event]);
});
