import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnreadableMessage, type Codec } from '../codec.ts';
import { clockFactCodec, corporateActionFactCodec, instrumentFactCodec } from './market-facts.ts';

/** Samples from the release of their version. Never edit them. */
const golden = (name: string): [string, Record<string, unknown>][] =>
  Object.entries(
    JSON.parse(readFileSync(path.join(import.meta.dirname, '../golden', `${name}.json`), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >,
  );
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const FACTS: readonly (readonly [string, Codec<unknown>])[] = [
  ['instrument-facts', instrumentFactCodec],
  ['corporate-action-facts', corporateActionFactCodec],
  ['clock-facts', clockFactCodec],
];

describe.each(FACTS)('%s', (name, codec) => {
  test.each(golden(`${name}.v1`))('decoding and encoding %s changes nothing', (_name, sample) => {
    expect(codec.decode(bytes(sample))).toEqual(sample);
    expect(JSON.parse(codec.encode(codec.decode(bytes(sample))).toString())).toEqual(sample);
  });

  test.each(golden(`${name}.v1`))('%s without one of its fields cannot be read', (_name, sample) => {
    for (const field of Object.keys(sample)) {
      const { [field]: _left, ...rest } = sample;
      expect(() => codec.decode(bytes(rest)), field).toThrow(UnreadableMessage);
    }
  });

  test.each(golden(`${name}.v1`))('%s of another version cannot be read', (_name, sample) => {
    expect(() => codec.decode(bytes({ ...sample, v: 2 }))).toThrow(UnreadableMessage);
  });
});

test('an instrument fact keeps the ex-days ahead', () => {
  const [, sample = {}] = golden('instrument-facts.v1.grown')[0] ?? [];
  expect(instrumentFactCodec.decode(bytes(sample))).toEqual(sample);
});
