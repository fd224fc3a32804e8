import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
  type GraphQLSchema,
  typeFromAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Random } from '#platform/random.ts';

export const oneOf = <T>(random: Random, list: readonly T[]): T => {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new RangeError('a choice needs a value');
  return chosen;
};

export const upTo = (random: Random, count: number): number => Math.floor(random() * count);

/** Values that programs often stumble over. Functions, so that a huge one exists only while it is used. */
const HOSTILE: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => -0,
  () => 0.1,
  () => 1e21,
  () => 2 ** 31,
  () => 2 ** 53,
  () => -(2 ** 63),
  () => Number.MAX_VALUE,
  () => '',
  () => ' ',
  () => '0',
  () => '-1',
  () => '1e9',
  () => '00.10',
  () => 'NaN',
  () => 'Infinity',
  () => '9'.repeat(400),
  () => '0.123456789',
  () => '\u0000',
  () => '\ud800',
  () => 'ａｂｃ',
  () => '\u202e\u200b\ufeff',
  () => 'ß'.repeat(100),
  () => '𝔘'.repeat(200),
  () => "'; DROP TABLE users; --",
  () => '%00../../etc/passwd',
  () => '{"$gt":""}',
  () => '2026-02-30',
  () => '2026-13-01T00:00:00Z',
  () => '+275760-09-13T00:00:00Z',
  () => '0000-00-00',
  () => 'PETR4',
  () => 'petr4',
  () => 'T3BhcXVl',
  () => 'x'.repeat(65),
  () => 'x'.repeat(20_000),
  () => [],
  () => [null],
  () => [[[[]]]],
  (random) => Array.from({ length: upTo(random, 300) }, () => 'PETR4'),
  () => ({}),
  () => ({ __proto__: null, constructor: { prototype: {} } }),
  () => JSON.parse('{"__proto__":{"accountId":"x"}}') as unknown,
  () => ({ toString: 1, valueOf: 2, length: -1, then: 3 }),
  (random) => nested(upTo(random, 200)),
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

export const hostile = (random: Random): unknown => oneOf(random, HOSTILE)(random);

/** Values that fit a scalar, so that the rest of an operation runs. */
const FITTING: Readonly<Record<string, readonly unknown[]>> = {
  Int: [1, 100, 200, 0],
  Float: [1.5],
  Boolean: [true, false],
  String: ['abc', 'Ana Souza', 'fuzz@example.com', 'correct horse battery'],
  Ticker: ['PETR4', 'VALE3', 'PETR4F', 'XXXX9'],
  Decimal: ['10.00', '28.90', '0.01', 25],
  Long: [1, 9_007_199_254_740_991],
  Date: ['2026-03-16', '2026-12-31'],
  DateTime: ['2026-03-16T13:00:00.000Z'],
  Cursor: ['eyJhIjoxfQ', 'MTIz'],
  ID: ['b3JkZXI6MQ', 'acc_1', 'QWNjb3VudDox'],
};

export interface ValueOptions {
  readonly random: Random;
  /** Ids of objects that exist. */
  readonly ids: readonly string[];
  /** Share of values that do not fit their type. */
  readonly hostility: number;
}

/** A value for an input type: mostly one that fits. */
function valueFor(type: GraphQLInputType, options: ValueOptions): unknown {
  const { random, ids, hostility } = options;
  if (random() < hostility) return hostile(random);
  if (isNonNullType(type)) return valueFor(type.ofType, options);
  if (isListType(type)) return Array.from({ length: upTo(random, 4) }, () => valueFor(type.ofType, options));
  if (isEnumType(type)) return oneOf(random, type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || random() < 0.3,
    );
    return Object.fromEntries(fields.map((field) => [field.name, valueFor(field.type, options)]));
  }
  if (type.name === 'ID' && random() < 0.5 && ids.length > 0) return oneOf(random, ids);
  return oneOf(random, FITTING[type.name] ?? ['x']);
}

/** Variables for an operation. */
export function variablesFor(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  options: ValueOptions,
): Record<string, unknown> {
  const entries = (operation.variableDefinitions ?? []).map(({ variable, type }) => {
    const input = typeFromAST(schema, type) as GraphQLInputType | undefined;
    return [variable.name.value, input ? valueFor(input, options) : null] as const;
  });
  return Object.fromEntries(entries);
}
