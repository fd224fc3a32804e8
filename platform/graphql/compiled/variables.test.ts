import fc from 'fast-check';
import { buildSchema, getOperationAST, getVariableValues, parse, type GraphQLScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { createVariables } from './variables.ts';

const schema = buildSchema(`
  scalar Even
  enum Side { BUY SELL }
  input Order { id: ID! side: Side! = BUY lots: Even many: [Int!] price: Float isLast: Boolean! = false next: Order }
  input Either @oneOf { one: Int other: String }
  type Query { a: Int }`);
const even = schema.getType('Even') as GraphQLScalarType;
even.parseValue = (value) => {
  if (typeof value !== 'number' || value % 2 !== 0) throw new TypeError('not even');
  return value;
};

const operation = getOperationAST(
  parse(
    `query ($order: Order, $orders: [Order!]!, $n: Int! = 5, $words: [[String]], $either: Either, $by: Order = {id: "d"}) { a }`,
  ),
);

/** Values of all kinds, most of them near those that fit. */
const loose = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.double(),
  fc.constantFrom('BUY', 'SELL', 'x', '', null, true, false),
  fc.array(fc.oneof(fc.integer(), fc.constant(null)), { maxLength: 2 }),
);
const near = <T>(fit: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 20, arbitrary: fit }, { weight: 1, arbitrary: loose });
const { order } = fc.letrec<{ order: unknown }>((tie) => ({
  order: fc.record(
    {
      id: near(fc.string()),
      side: near(fc.constantFrom('BUY', 'SELL')),
      lots: near(fc.integer({ max: 50 }).map((half) => half * 2)),
      many: near(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 })),
      price: near(fc.double({ noNaN: true, noDefaultInfinity: true })),
      isLast: near(fc.boolean()),
      next: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: tie('order') }),
    },
    { requiredKeys: ['id'] },
  ),
}));
const inputs = fc.record(
  {
    order: near(order),
    orders: near(fc.array(order, { maxLength: 3 })),
    n: near(fc.integer({ min: 0, max: 9 })),
    words: near(fc.array(fc.array(fc.string(), { maxLength: 2 }), { maxLength: 2 })),
    either: near(fc.constantFrom({ one: 1 }, { other: 'x' }, { one: 1, other: 'x' }, {})),
    unknown: fc.constant(1),
    ['__proto__']: fc.constant({ n: 1 }),
  },
  { requiredKeys: ['orders'] },
);

test('variables are coerced, and refused, as GraphQL does', () => {
  if (!operation) throw new Error('the operation is missing');
  const coerce = createVariables(schema);
  const definitions = operation.variableDefinitions ?? [];
  fc.assert(
    fc.property(inputs, (given) => {
      const found = coerce(operation, given);
      const expected = getVariableValues(schema, definitions, { ...given }, { maxErrors: 10 });
      expect(found.errors?.map(({ message }) => message)).toEqual(
        expected.errors?.map(({ message }) => message),
      );
      expect(JSON.stringify(found.coerced)).toEqual(JSON.stringify(expected.coerced));
    }),
    { numRuns: 100 },
  );
});
