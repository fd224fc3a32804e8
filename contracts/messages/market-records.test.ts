import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnreadableMessage, type Codec } from '../codec.ts';
import { bookCodec, candlesCodec, quoteCodec, tradeCodec } from './market-facts.ts';

/**
 * Samples of the records of market data from the release of their version. Never edit them: the current codec must read
 * old records and write the same bytes.
 */
type Sample = Record<string, unknown>;
const golden = (name: string, kind = ''): readonly (readonly [string, Sample])[] =>
  Object.entries(
    JSON.parse(
      readFileSync(path.join(import.meta.dirname, '../golden', `${name}.v1${kind}.json`), 'utf8'),
    ) as Record<string, Sample>,
  );
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function suite<T>(name: string, codec: Codec<T>): void {
  const samples = golden(name);
  describe(name, () => {
    test.each(samples)('decoding and encoding %s changes nothing', (_name, sample) => {
      expect(JSON.parse(codec.encode(codec.decode(bytes(sample))).toString())).toEqual(sample);
    });

    test.each(samples)(
      '%s of another version, or without one of its fields, is unreadable',
      (_name, sample) => {
        expect(() => codec.decode(bytes({ ...sample, v: 2 }))).toThrow(UnreadableMessage);
        for (const field of Object.keys(sample)) {
          const rest = Object.entries(sample).filter(([key]) => key !== field);
          expect(() => codec.decode(bytes(Object.fromEntries(rest))), field).toThrow(UnreadableMessage);
        }
      },
    );

    test.each(['', '{', 'null', '[]', '7'])('%j is unreadable', (text) => {
      expect(() => codec.decode(Buffer.from(text))).toThrow(UnreadableMessage);
    });
  });
}

suite('quotes', quoteCodec);
suite('books', bookCodec);
suite('trades', tradeCodec);
suite('candles', candlesCodec);

test.each(golden('quotes', '.grown'))('a quote %s keeps why its phase is, and its end', (_name, sample) => {
  expect(quoteCodec.decode(bytes(sample))).toEqual(sample);
});
