import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStreamEvent } from '../subscriptions/event.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { socketFraming } from '../subscriptions/text-frame.ts';
import { COMPLETE_EVENT, eventFraming, lastEvents } from './event-frames.ts';

const COMPLETE = 'event: complete\ndata:\n\n';

test('a result is one event with its JSON as one line of data, whatever it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const frame = eventFraming.frame(Buffer.from(JSON.stringify({ data })));
      const lines = frame.toString().split(/\r\n|\n|\r/);
      expect(lines).toEqual(['event: next', `data: ${JSON.stringify({ data })}`, '', '']);
    }),
  );
});

test('the last result of an operation ends with the event complete', () => {
  const errors = [{ message: 'não', extensions: { code: 'FORBIDDEN' } }];
  const text = `event: next\ndata: ${JSON.stringify({ errors })}\n\n${COMPLETE}`;
  expect(lastEvents({ errors }).toString()).toBe(text);
  expect(COMPLETE_EVENT.toString()).toBe(COMPLETE);
});

test('clients of both transports share the payload of an event, and each gets its own frame', () => {
  const plan = { responseKey: 'quotes', skippedKeys: ['skipped'] } as unknown as SubscriptionPlan;
  const event = createStreamEvent(plan, { key: null, sequence: null }, 0, {
    data: { quotes: { skipped: 9 } },
  });
  const expected = 'event: next\ndata: {"data":{"quotes":{"skipped":3}}}\n\n';
  expect(event.frame(eventFraming, 3).toString()).toBe(expected);
  expect(event.frame(eventFraming, 3)).toBe(event.frame(eventFraming, 3));
  expect(event.frame(socketFraming('1'), 3).toString()).toContain(
    '{"id":"1","type":"next","payload":{"data"',
  );
  expect(event.frame(eventFraming, 3).toString()).toBe(expected);
});
