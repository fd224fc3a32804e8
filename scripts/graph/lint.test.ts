import plugin from '@graphql-eslint/eslint-plugin';
import { buildSchema, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { DEVIATIONS, lintRules } from './lint-rules.ts';
import { lintGraph } from './lint.ts';

const query = (fields: string): string => `"Reads." type Query { ${fields} }`;
const A = '"A." a: Int';
const PAGE_INFO =
  '"P." type PageInfo { "H." hasNextPage: Boolean! "H." hasPreviousPage: Boolean! "S." startCursor: String "E." endCursor: String }';
const CONNECTION = `${PAGE_INFO} "E." type OrderEdge { "C." cursor: String! "N." node: Order! } "O." type Order { "I." id: ID! }
  "C." type OrderConnection { "E." edges: [OrderEdge!]! "P." pageInfo: PageInfo! "N." nodes: [Order!]! }`;
const orders = (args: string): string => query(`"O." orders(${args}): OrderConnection`);

/** Rule, a schema that breaks it, and its pair that does not. */
const RULES: readonly [rule: string, failing: string, passing: string][] = [
  ['require-description', 'type Query { "A." a: Int }', query(A)],
  ['require-description', query('a: Int'), query(A)],
  ['require-description', query('"A." a(by: Int): Int'), query('"A." a("By." by: Int): Int')],
  [
    'require-description',
    `"I." input I { b: Int } ${query('"A." a("By." by: I): Int')}`,
    `"I." input I { "B." b: Int } ${query('"A." a("By." by: I): Int')}`,
  ],
  [
    'require-description',
    `"E." enum E { X } ${query('"A." a: E')}`,
    `"E." enum E { "X." X } ${query('"A." a: E')}`,
  ],
  [
    'require-description',
    `union U = Query ${query('"A." a: U')}`,
    `"U." union U = Query ${query('"A." a: U')}`,
  ],
  [
    'naming-convention',
    `"T." type thing { "I." id: ID! } ${query('"A." a: thing')}`,
    `"T." type Thing { "I." id: ID! } ${query('"A." a: Thing')}`,
  ],
  ['naming-convention', query('"A." Value: Int'), query('"A." value: Int')],
  ['naming-convention', query('"A." getA: Int'), query(A)],
  ['naming-convention', query('"A." a("B." By: Int): Int'), query('"A." a("B." by: Int): Int')],
  [
    'naming-convention',
    `"E." enum E { "X." low } ${query('"A." a: E')}`,
    `"E." enum E { "X." LOW } ${query('"A." a: E')}`,
  ],
  [
    'no-typename-prefix',
    `"T." type Thing { "I." id: ID! "N." thingName: Int } ${query('"A." a: Thing')}`,
    `"T." type Thing { "I." id: ID! "N." name: Int } ${query('"A." a: Thing')}`,
  ],
  ['no-unreachable-types', `"T." type Thing { "I." id: ID! } ${query(A)}`, query(A)],
  [
    'require-deprecation-reason',
    query('"A." a: Int @deprecated'),
    query('"A." a: Int @deprecated(reason: "Use b.")'),
  ],
  [
    'strict-id-in-types',
    `"T." type Thing { "N." name: Int } ${query('"A." a: Thing')}`,
    `"T." type Thing { "I." id: ID! } ${query('"A." a: Thing')}`,
  ],
  [
    'strict-id-in-types',
    `"T." type Thing { "I." id: ID } ${query('"A." a: Thing')}`,
    `"C." type Cost { "N." name: Int } ${query('"A." a: Cost')}`,
  ],
  [
    'relay-arguments',
    `${CONNECTION} ${orders('"F." first: Int')}`,
    `${CONNECTION} ${orders('"F." first: Int "A." after: String')}`,
  ],
  [
    'relay-connection-types',
    `${CONNECTION.replace('"P." pageInfo: PageInfo!', '')} ${orders('"F." first: Int "A." after: String')}`,
    `${CONNECTION} ${orders('"F." first: Int "A." after: String')}`,
  ],
  [
    'relay-edge-types',
    `${CONNECTION.replace('node: Order!', 'node: [Order!]!')} ${orders('"F." first: Int "A." after: String')}`,
    `${CONNECTION} ${orders('"F." first: Int "A." after: String')}`,
  ],
  [
    'relay-page-info',
    `${CONNECTION.replace('hasNextPage: Boolean!', 'hasNextPage: Int')} ${orders('"F." first: Int "A." after: String')}`,
    `${CONNECTION} ${orders('"F." first: Int "A." after: String')}`,
  ],
];

/** Faults of a schema that is printed as the public graph is. */
const faultsOf = (sdl: string): string[] => lintGraph(printSchema(buildSchema(sdl)), 'graph.graphql');

/** Rules among the faults. */
const rulesIn = (sdl: string): string[] =>
  faultsOf(sdl).flatMap((fault) => /\(@graphql-eslint\/(.*)\)$/.exec(fault)?.[1] ?? []);

test.each(RULES)('%s', (rule, failing, passing) => {
  expect(rulesIn(failing)).toContain(rule);
  expect(rulesIn(passing)).not.toContain(rule);
});

test('a schema that keeps all rules has no faults', () => {
  expect(faultsOf(`${CONNECTION} ${orders('"F." first: Int "A." after: String')}`)).toEqual([]);
});

test('a fault names the place', () => {
  const sdl = `"""Reads."""\ntype Query {\n  a: Int\n}\n`;
  expect(lintGraph(sdl, 'graph.graphql')).toContain(
    'graph.graphql:3 Description is required for field "a" in type "Query" (@graphql-eslint/require-description)',
  );
});

test('a custom scalar needs @specifiedBy', () => {
  const using = query('"A." a: Money "N." n: ID');
  const fault = 'scalar Money has no @specifiedBy';
  expect(faultsOf(`"M." scalar Money ${using}`)).toContain(fault);
  const specified = '"M." scalar Money @specifiedBy(url: "https://example.com/money")';
  expect(faultsOf(`${specified} ${using}`)).not.toContain(fault);
});

describe('the rules', () => {
  test('hold all of schema-recommended and schema-relay', () => {
    const { configs } = plugin;
    const recommended = [
      ...Object.keys(configs['flat/schema-recommended'].rules),
      ...Object.keys(configs['flat/schema-relay'].rules),
    ];
    expect(Object.keys(lintRules())).toEqual(recommended);
  });

  test('deviate only with a reason, and only from those', () => {
    const names = Object.keys(lintRules());
    for (const { rule, reason } of DEVIATIONS) {
      expect(names).toContain(`@graphql-eslint/${rule}`);
      expect(reason).toMatch(/\w+ \w+/);
    }
  });
});
