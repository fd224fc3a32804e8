import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { retainedBytes } from '#platform/graphql/cache/retained-bytes.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createFederationEngine } from '../federation/engine.ts';
import { loadSupergraph } from '../federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { realSupergraph } from '../../test/real-supergraph.ts';
import { createDocumentCheck, type CheckedDocument } from './document.ts';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

const supergraph = loadSupergraph(realSupergraph(), scalarResolvers);
const nowhere = ({ name }: { readonly name: string }): SubgraphConnection => ({
  name,
  execute: async () => ({ data: null }),
  subscribe: async () => ({ data: null }),
});
const engine = createFederationEngine(supergraph, supergraph.subgraphs.map(nowhere), silentLog);

const ASSET = `ticker name kind lotSize quote { last open high low volume at } book { bids { price quantity } asks { price quantity } }
  twin { name quote { last } } trades { nodes { id price at } } candles(interval: M1) { nodes { open close } }`;
const operationText = (number: number): string => {
  const roots = Array.from(
    { length: 8 },
    (_, index) => `a${index}: node(id: "x${number}_${index}") { id ... on Asset { ${ASSET} } }`,
  );
  return `query Q${number} { ${roots.join(' ')} }`;
};

function checked(number: number): CheckedDocument {
  const found = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS)(operationText(number));
  if (!('document' in found)) throw new Error(found.join('\n'));
  return found;
}

const OPERATIONS = 40;

/** The bytes of heap that the values keep alive, and the estimate of them. */
function measured(make: (number: number) => unknown) {
  // The first operations fill what the planner and the compiler keep.
  for (let number = 1_000; number < 1_000 + 2 * OPERATIONS; number += 1) make(number);
  collect();
  const before = process.memoryUsage().heapUsed;
  const values = Array.from({ length: OPERATIONS }, (_, number) => make(number));
  collect();
  const kept = process.memoryUsage().heapUsed - before;
  return { kept, estimated: values.reduce<number>((sum, value) => sum + retainedBytes(value), 0) };
}

test.each([
  ['documents', (number: number) => checked(number)],
  ['plans', (number: number) => engine.plan(checked(number).document, `Q${number}`)],
])('the estimate of cached %s is within half of the memory that they take', (_name, make) => {
  const { kept, estimated } = measured(make);
  expect(estimated / kept).toBeGreaterThan(0.5);
  expect(estimated / kept).toBeLessThan(1.5);
});

test('many distinct operations take no more memory than the cache may', () => {
  const cacheBytes = 2_000_000;
  const check = createDocumentCheck(supergraph.apiSchema, { ...DEFAULT_LIMITS, cacheBytes });
  check(operationText(0));
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < OPERATIONS * 2; number += 1) check(operationText(number));
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(1.5 * cacheBytes);
});
