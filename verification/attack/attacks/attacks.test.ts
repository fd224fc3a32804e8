import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { loadSupergraph } from '#gateway/core/federation/supergraph.ts';
import { DEFAULT_LIMITS } from '#gateway/core/limits.ts';
import { createCostModel } from '#gateway/core/operations/cost.ts';
import { createRandom } from '#platform/random.ts';
import { DEAREST } from './heavy.ts';
import { ATTACKS } from './index.ts';
import { randomSelection } from './random-operation.ts';

test('each attack has a name of its own, and says what it does and expects', () => {
  const names = ATTACKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, does, expects } of ATTACKS) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(does).toMatch(/^[a-z]/);
    expect(expects).not.toBe('');
  }
});

test('no attack is content with a bug of the broker', () => {
  const answers = { '500 INTERNAL_SERVER_ERROR': 1, '200 INTERNAL_SERVER_ERROR': 1 };
  const result = { answers, receivedBytes: 0, largestBytes: 0, slowestMs: 0, violations: [] };
  const target = {
    graph: '',
    subgraphs: {},
    limitsLoopback: true,
    hasLowRates: true,
    sessionMaxAgeSeconds: 15,
  };
  const content = ATTACKS.filter((attack) => attack.judge(result, target).length === 0);
  expect(content.map(({ name }) => name)).toEqual(['busy-neighbour']);
});

test('the dearest operations are allowed, and close to the limit of the cost', () => {
  const file = path.resolve(import.meta.dirname, '../../../gateway/generated/supergraph.graphql');
  const { apiSchema, prices } = loadSupergraph(readFileSync(file, 'utf8'));
  const costOf = createCostModel(apiSchema, prices);
  for (const query of DEAREST) {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const cost = costOf({ document, operation, variables: {} });
    expect(cost).toBeLessThanOrEqual(DEFAULT_LIMITS.cost);
    expect(cost).toBeGreaterThan(DEFAULT_LIMITS.cost * 0.75);
  }
});

test('random operations are valid, distinct, and as long as they should be', () => {
  const file = path.resolve(import.meta.dirname, '../../../gateway/generated/api.graphql');
  const schema = buildSchema(readFileSync(file, 'utf8'));
  const node = schema.getType('Node');
  if (!node) throw new Error('the schema has no type Node');
  const operations = [1, 2, 3].map(
    (seed) =>
      `{ node(id: "x") ${randomSelection(schema, node, { random: createRandom(seed), characters: 14_000 })} }`,
  );
  expect(new Set(operations).size).toBe(3);
  for (const operation of operations) {
    expect(operation.length).toBeGreaterThan(10_000);
    expect(validate(schema, parse(operation))).toEqual([]);
  }
});
