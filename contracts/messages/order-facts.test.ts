import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnreadableMessage } from '../codec.ts';
import { orderFactCodec } from './order-facts.ts';

/** Facts from the release of version 1. Never edit them. */
const samples = Object.entries(
  JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../golden', 'order-facts.v1.json'), 'utf8'),
  ) as Record<string, Record<string, unknown>>,
);
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('order facts', () => {
  test.each(samples)('decoding and encoding the sample %s changes nothing', (_, sample) => {
    const fact = orderFactCodec.decode(bytes(sample));
    expect(fact).toEqual(sample);
    expect(JSON.parse(orderFactCodec.encode(fact).toString())).toEqual(sample);
  });

  test.each(samples)('the sample %s without any one of its fields cannot be read', (_, sample) => {
    for (const name of Object.keys(sample)) {
      const { [name]: _left, ...rest } = sample;
      expect(() => orderFactCodec.decode(bytes(rest)), name).toThrow(UnreadableMessage);
    }
  });

  test.each([{ v: 2 }, { sequence: -1 }, { released: -1 }, { released: 1.5 }, { type: 'VANISHED' }])(
    'a fact with %j cannot be read',
    (change) => {
      expect(() => orderFactCodec.decode(bytes({ ...samples[0]?.[1], ...change }))).toThrow(
        UnreadableMessage,
      );
    },
  );
});
