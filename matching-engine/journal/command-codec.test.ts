import fc from 'fast-check';
import { codePoint } from '#test/support/samples/texts.ts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exchangeCommandSchema, type ExchangeCommand } from '../exchange/commands.ts';
import { commandStream } from '#test/support/engine/arbitraries.ts';
import { buy, cancel, replace } from '#test/support/engine/commands.ts';
import { readBatches, writeBatch } from './batch.ts';
import { ByteReader, UnreadableBytes } from '#platform/disk-log/byte-reader.ts';
import { ByteWriter } from '#platform/disk-log/byte-writer.ts';
import { readCommand, writeCommand } from './command-codec.ts';

function throughBytes(commands: readonly ExchangeCommand[]): ExchangeCommand[] {
  const writer = new ByteWriter();
  writer.reset(3);
  for (const command of commands) writeCommand(writer, command);
  const reader = new ByteReader(writer.view().subarray(3));
  const read = commands.map(() => readCommand(reader));
  expect(reader.isAtEnd).toBe(true);
  return read;
}

/** The schemas of all commands, by their type. */
const schemas = new Map<string, z.ZodObject>();
const collect = (schema: z.ZodType): void => {
  if (schema instanceof z.ZodUnion) for (const one of schema.options) collect(one as z.ZodType);
  else if (schema instanceof z.ZodObject)
    schemas.set((schema.shape as { type: z.ZodLiteral<string> }).type.value, schema);
};
collect(exchangeCommandSchema);

/** Values that fit a schema, at its bounds and of unusual forms. */
function valuesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodNullable) return fc.option(valuesOf(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodOptional)
    return fc.option(valuesOf(schema.unwrap() as z.ZodType), { nil: undefined });
  if (schema instanceof z.ZodReadonly) return valuesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject) return objectsOf(schema);
  if (schema instanceof z.ZodArray)
    return fc.array(valuesOf(schema.element as z.ZodType), { maxLength: 3 }).filter(fits(schema));
  if (schema instanceof z.ZodTuple) {
    const items = (schema.def.items as readonly z.ZodType[]).map(valuesOf);
    return fc.tuple(...items);
  }
  if (schema instanceof z.ZodUnion)
    return fc.oneof(...schema.options.map((one) => valuesOf(one as z.ZodType)));
  return fc.oneof(...SAMPLES.filter(givesAny(schema))).filter(fits(schema));
}
/** True for a source with some fitting values; `filter` would discard every value of the others. */
const givesAny =
  (schema: z.ZodType) =>
  (sample: fc.Arbitrary<unknown>): boolean =>
    fc.sample(sample, { numRuns: 100, seed: 1 }).some(fits(schema));
const fits =
  (schema: z.ZodType) =>
  (value: unknown): boolean =>
    schema.safeParse(value).success;
const SAMPLES: readonly fc.Arbitrary<unknown>[] = [
  fc.constantFrom('0', '0.1', '9999999999999.123456789012345678'),
  fc.constantFrom(0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, -1),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.string({ minLength: 1, maxLength: 128, unit: codePoint }),
  fc.constantFrom(
    'x'.repeat(63),
    'x'.repeat(64),
    'ÿ'.repeat(128),
    'Ā'.repeat(128),
    '\ud800',
    '€😀\0',
    'PETR4',
    'VALE3F',
  ),
  fc.constantFrom('2026-03-16', '9999-12-31', '0000-01-01'),
];
function objectsOf(schema: z.ZodObject): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(schema.shape).map(([key, field]) => [key, valuesOf(field as z.ZodType)]);
  return fc
    .record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>)
    .map((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

describe('encoded commands', () => {
  test.each([...schemas])('%s decodes to the same command, with fields at their bounds', (_type, schema) => {
    const command = objectsOf(schema).filter(fits(schema));
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 5 }), (commands) => {
        expect(throughBytes(commands as ExchangeCommand[])).toEqual(commands);
      }),
      { numRuns: 300 },
    );
  });

  test('decode to the same stream, repeated texts included', () => {
    fc.assert(
      fc.property(commandStream(50), (commands) => {
        expect(throughBytes(commands)).toEqual(commands);
      }),
      { numRuns: 200 },
    );
  });

  test('of the usual kinds are small: a repeated text is written once', () => {
    const writer = new ByteWriter();
    writer.reset(0);
    writeCommand(writer, buy('o1', 100, 2890, { correlationId: 'o1' }));
    const first = writer.length;
    writeCommand(writer, buy('o2', 100, 2890, { correlationId: 'o2' }));
    writeCommand(writer, cancel('o1', 'r1', { correlationId: 'o1' }));
    writeCommand(writer, replace('o2', 'r2', 100, 2891, { correlationId: 'o2' }));
    expect(first).toBeLessThan(45);
    expect(writer.length - first).toBeLessThan(50);
  });
});

describe('bytes that encode no commands', () => {
  test('are refused without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = readBatches(Buffer.from(bytes));
        expect(typeof read === 'string' || Array.isArray(read)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('that were cut or changed are refused or decode to other commands, without an exception', () => {
    const writer = new ByteWriter();
    writer.reset(0);
    const commands = [
      buy('o1', 100, 2890, { investorId: 'i' }),
      cancel('o1', 'r1'),
      replace('o1', 'r2', 5, null),
    ];
    writeBatch(writer, { atMs: 1_774_000_000_000, confirmedIndex: 7, commands });
    const whole = Buffer.from(writer.view());
    expect(readBatches(whole)).toEqual([{ atMs: 1_774_000_000_000, confirmedIndex: 7, commands }]);
    for (let length = 1; length < whole.length; length++)
      expect(readBatches(whole.subarray(0, length))).toEqual(expect.any(String));
    for (let at = 0; at < whole.length; at++)
      for (const bit of [1, 0x10, 0x80, 0xff]) {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ bit;
        expect(['string', 'object']).toContain(typeof readBatches(changed));
      }
  });

  test('throw UnreadableBytes for a repeat without a text, a number beyond 2^53 and an unknown list index', () => {
    expect(() => new ByteReader(Buffer.from([0])).repeatable(0)).toThrow(UnreadableBytes);
    expect(() => new ByteReader(Buffer.from([0])).text()).toThrow(UnreadableBytes);
    expect(() => new ByteReader(Buffer.alloc(12, 0xff)).uint()).toThrow(/too large/);
    expect(() => new ByteReader(Buffer.from([1])).oneOf(['a'], 1)).toThrow(UnreadableBytes);
  });
});
