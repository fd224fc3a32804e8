import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createRandom } from '#platform/random.ts';
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
