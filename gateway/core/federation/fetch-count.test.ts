import type { PlanNode } from '@apollo/query-planner';
import { expect, test } from 'vitest';
import { fetchCountOf } from './fetch-count.ts';

const FETCH: PlanNode = {
  ...{ kind: 'Fetch', serviceName: 'wallet', operation: '{ a }', operationName: undefined },
  operationKind: 'query' as never,
};

test.each<[number, PlanNode]>([
  [1, FETCH],
  [1, { kind: 'Flatten', path: ['a'], node: FETCH }],
  [3, { kind: 'Sequence', nodes: [FETCH, { kind: 'Parallel', nodes: [FETCH, FETCH] }] }],
  [2, { kind: 'Condition', condition: 'c', ifClause: FETCH, elseClause: FETCH }],
  [1, { kind: 'Condition', condition: 'c', elseClause: FETCH }],
])('counts %i fetches', (count, node) => {
  expect(fetchCountOf(node)).toBe(count);
});
