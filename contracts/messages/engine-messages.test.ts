import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { UnreadableMessage, type Codec } from '../codec.ts';
import { engineCommandCodec, engineCommandSchema } from './engine-commands.ts';
import { engineMarketDataCodec, engineMarketDataSchema } from './engine-market-data.ts';
import { executionReportCodec, executionReportSchema } from './execution-reports.ts';

/**
 * Samples of every message from the release of its version. Never edit them: the current codec must read old messages
 * and write the same bytes.
 */
const golden = (name: string, kind = ''): Record<string, Record<string, unknown>> =>
  JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../golden', `${name}.v1${kind}.json`), 'utf8'),
  ) as Record<string, Record<string, unknown>>;

interface Family {
  readonly name: string;
  readonly decode: (bytes: Uint8Array) => unknown;
  /** Decodes and encodes a message. */
  readonly rewrite: (bytes: Uint8Array) => Buffer;
  /** Types accepted by the members of the union. */
  readonly types: readonly z.ZodType[];
}

const family = <T>(
  name: string,
  codec: Codec<T>,
  options: readonly { readonly shape: { readonly type: z.ZodType } }[],
): Family => ({
  name,
  decode: (bytes) => codec.decode(bytes),
  rewrite: (bytes) => codec.encode(codec.decode(bytes)),
  types: options.map(({ shape }) => shape.type),
});

const MESSAGES: readonly Family[] = [
  family('engine-commands', engineCommandCodec, engineCommandSchema.options),
  family('execution-reports', executionReportCodec, executionReportSchema.options),
  family('engine-market-data', engineMarketDataCodec, engineMarketDataSchema.options),
];

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe.each(MESSAGES)('$name', ({ name, decode, rewrite, types }) => {
  const samples = Object.entries(golden(name));

  test.each(samples)('decoding and encoding the sample %s changes nothing', (_, sample) => {
    expect(decode(bytes(sample))).toEqual(sample);
    expect(JSON.parse(rewrite(bytes(sample)).toString())).toEqual(sample);
  });

  test.each(Object.entries(golden(name, '.grown')))(
    'decoding and encoding the sample %s, which lacks fields of later releases, changes nothing',
    (_, sample) => {
      expect(JSON.parse(rewrite(bytes(sample)).toString())).toEqual(sample);
    },
  );

  test('every type has a sample', () => {
    const named = new Set(samples.map(([, sample]) => sample['type']));
    expect(named.size).toBe(types.length);
    for (const type of types) expect([...named].some((name) => type.safeParse(name).success)).toBe(true);
  });

  test.each(samples)('%s without one of its fields cannot be read', (_, sample) => {
    for (const field of Object.keys(sample)) {
      const { [field]: _left, ...rest } = sample;
      expect(() => decode(bytes(rest)), field).toThrow(UnreadableMessage);
    }
  });

  test.each(samples)('%s of another version cannot be read', (_, sample) => {
    for (const v of [0, 2, '1', null])
      expect(() => decode(bytes({ ...sample, v }))).toThrow(UnreadableMessage);
  });

  test('cannot decode other content', () => {
    const wrong = ['', '{', 'null', '[]', '"x"', '7', '{"v":1}', '{"v":1,"type":"OTHER"}'];
    for (const text of wrong) expect(() => decode(Buffer.from(text)), text).toThrow(UnreadableMessage);
    expect(() => decode(Buffer.from([0xff, 0xfe, 0x00]))).toThrow(UnreadableMessage);
  });

  test('cannot decode a number out of range', () => {
    for (const [, sample] of samples)
      for (const field of Object.keys(sample).filter((key) => key !== 'v' && typeof sample[key] === 'number'))
        for (const value of [-1, 0.5, 2 ** 53, '1', true])
          expect(() => decode(bytes({ ...sample, [field]: value })), field).toThrow(UnreadableMessage);
  });
});
