import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStreamEvent } from './event.ts';
import type { SubscriptionPlan } from './plan.ts';
import { socketFraming } from './text-frame.ts';

const plan = { responseKey: 'quotes', skippedKeys: ['skipped', 'missed'] } as unknown as SubscriptionPlan;
const POSITION = { key: 'PETR4', sequence: 7 };

const json = fc.jsonValue();
const root = fc.oneof(
  fc.dictionary(fc.constantFrom('last', 'skipped', 'missed', 'asset', '"', '__proto'), json),
  fc.constant(null),
);

test('a payload is the JSON of the result with the count of skipped events, whatever the result holds', () => {
  fc.assert(
    fc.property(root, fc.option(json), fc.nat(), fc.nat(), (quotes, error, ofStream, ofClient) => {
      const result = { ...(error !== null && { errors: [error] }), data: { quotes } } as never;
      const event = createStreamEvent(plan, POSITION, ofStream, result);
      const expected = (count: number): unknown => ({
        ...(error !== null && { errors: [error] }),
        data: {
          quotes:
            quotes &&
            Object.fromEntries(
              Object.entries(quotes).map(([name, value]) => [
                name,
                plan.skippedKeys.includes(name) ? count : value,
              ]),
            ),
        },
      });
      for (const count of [ofStream, ofClient, ofStream])
        expect(event.payload(count).toString()).toBe(JSON.stringify(expected(count)));
      expect(event.bytes).toBe(event.payload(ofStream).length);
    }),
  );
});

test('clients with the same count share the buffer', () => {
  const event = createStreamEvent(plan, POSITION, 0, { data: { quotes: { skipped: 9 } } });
  expect(event.payload(0)).toBe(event.payload(0));
  expect(event.payload(3)).toBe(event.payload(3));
});

test('clients with the same framing and count share the frame', () => {
  const event = createStreamEvent(plan, POSITION, 0, { data: { quotes: { skipped: 9 } } });
  const [one, same, other] = [socketFraming('1'), socketFraming('1'), socketFraming('2')];
  const frame = event.frame(one, 0);
  expect(event.frame(same, 0)).toBe(frame);
  expect(event.frame(same, 1)).not.toEqual(frame);
  expect(event.frame(other, 0)).not.toEqual(frame);
  expect(event.frame(one, 0)).toEqual(frame);
});

test('an event keeps no memory but its own payload', () => {
  const event = createStreamEvent(plan, POSITION, 0, { data: { quotes: { skipped: 9 } } });
  expect(event.payload(0).buffer.byteLength).toBe(event.bytes);
  const frame = event.frame(socketFraming('1'), 0);
  event.forgetFrame();
  expect(event.frame(socketFraming('1'), 0)).not.toBe(frame);
});

test('a result without a value has no count', () => {
  expect(createStreamEvent(plan, POSITION, 0, { data: null }).payload(4).toString()).toBe('{"data":null}');
});
