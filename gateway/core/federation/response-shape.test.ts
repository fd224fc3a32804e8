import { buildSchema, Kind, parse, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { fragmentsOf } from '../operations/selections.ts';
import { compileShape, UNFIT } from './response-shape.ts';

const schema = buildSchema(`
  scalar Money
  enum Side { BUY SELL }
  interface Node { id: ID! }
  type Order implements Node { id: ID!, side: Side, price: Money, quantity: Int!, tags: [String!], legs: [Order] }
  type Refusal { rule: String! }
  union Answer = Order | Refusal
  type Query { order: Order, orders: [Order!]!, answer: Answer, node: Node }`);

function shapeOf(query: string) {
  const document = parse(query);
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const root = schema.getQueryType();
  if (!operation || !root) throw new Error('the test has no operation');
  return compileShape(schema, root, operation.selectionSet, fragmentsOf(document));
}

const ORDER = { __typename: 'Order', id: 'o1', side: 'BUY', price: '28.90', quantity: 100, tags: ['a'] };

test.each([
  [
    'the fields in the order of the selection',
    '{ order { quantity id } }',
    { order: ORDER },
    { order: { quantity: 100, id: 'o1' } },
  ],
  ['aliases', '{ mine: order { number: id } }', { mine: { number: 'o1' } }, { mine: { number: 'o1' } }],
  [
    'a null and a field that is absent',
    '{ order { side price } }',
    { order: { side: null } },
    { order: { side: null, price: null } },
  ],
  [
    'the type names',
    '{ __typename order { kind: __typename } }',
    { order: ORDER },
    { __typename: 'Query', order: { kind: 'Order' } },
  ],
  [
    'lists of objects',
    '{ orders { id } }',
    { orders: [ORDER, ORDER] },
    { orders: [{ id: 'o1' }, { id: 'o1' }] },
  ],
  [
    'the fragment of the type of a union',
    '{ answer { ... on Order { id } ...R } } fragment R on Refusal { rule }',
    { answer: { __typename: 'Refusal', rule: 'PHASE', id: 'o1' } },
    { answer: { rule: 'PHASE' } },
  ],
  [
    'the fields of an interface and of its type, merged',
    '{ node { id ... on Order { legs { id } legs { side } } } }',
    { node: { ...ORDER, legs: [{ id: 'o2', side: 'SELL' }, null] } },
    { node: { id: 'o1', legs: [{ id: 'o2', side: 'SELL' }, null] } },
  ],
])('copies %s', (_title, query, data, expected) => {
  const shaped = shapeOf(query)?.(data);
  expect(shaped).toEqual(expected);
  expect(JSON.stringify(shaped)).toBe(JSON.stringify(expected));
});

test.each([
  ['a null in a non-null field', '{ order { quantity } }', { order: { quantity: null } }],
  ['a null in a list of non-null values', '{ orders { id } }', { orders: [null] }],
  ['no list', '{ orders { id } }', { orders: ORDER }],
  ['no object', '{ order { id } }', { order: 'o1' }],
  ['a value of another type', '{ order { quantity } }', { order: { quantity: '100' } }],
  ['a value that its enumeration lacks', '{ order { side } }', { order: { side: 'HOLD' } }],
  ['a union without its type', '{ answer { ... on Order { id } } }', { answer: { id: 'o1' } }],
  ['a type that its union lacks', '{ answer { __typename } }', { answer: { __typename: 'Query' } }],
  ['another type', '{ order { id } }', { order: { __typename: 'Refusal', id: 'o1' } }],
  ['no data', '{ order { id } }', null],
])('%s does not fit', (_title, query, data) => {
  expect(shapeOf(query)?.(data)).toBe(UNFIT);
});

test.each([
  '{ order { id @include(if: true) } }',
  '{ ... on Query @skip(if: false) { order { id } } }',
  '{ order { ...F } } fragment F on Order { id @skip(if: false) }',
  '{ __schema { types { name } } }',
  '{ order { __proto__: id } }',
])('%s has no compiled shape', (query) => {
  expect(shapeOf(query)).toBeNull();
});
