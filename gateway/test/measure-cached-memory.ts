/**
 * Measures the memory that checked documents and plans take, and prints it as a line of JSON. It is a program of its own, since
 * other tests of its process would let go of memory meanwhile.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { createFederationEngine } from '../core/federation/engine.ts';
import { loadSupergraph } from '../core/federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { createDocumentCheck, type CheckedDocument } from '../core/operations/document.ts';
import { retainedBytes } from '#platform/graphql/cache/retained-bytes.ts';
import type { SubgraphConnection } from '#platform/graphql/subgraph.ts';
import { silentLog } from '#platform/observability/log.ts';
import { realSupergraph } from './real-supergraph.ts';

/** Bytes of heap. */
interface Memory {
  readonly kept: number;
  readonly estimated: number;
}

/** The measurements of this program. */
export interface CacheMemory {
  readonly documents: Memory;
  readonly plans: Memory;
  /** Growth by more documents than the cache may keep, as a part of its limit. */
  readonly cacheGrowth: number;
}

/** Limit of the cache of `cacheGrowth`. */
const CACHE_BYTES = 2_000_000;

setFlagsFromString('--expose_gc');
// V8 compiles functions and forgets their code at times of its own, also between two measurements.
for (const flag of ['--no-opt', '--no-flush-bytecode']) setFlagsFromString(flag);
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

/** With twice as many, estimate and memory have the same proportion to one part in twenty. */
const OPERATIONS = 20;
/** Twice as many change what is measured by less than one part in ten. */
const FIRST_OPERATIONS = 10;

/** The bytes of heap that the values keep alive, and the estimate of them. */
function measured(make: (number: number) => unknown): Memory {
  // The first operations fill what the planner keeps.
  for (let number = 1_000; number < 1_000 + FIRST_OPERATIONS; number += 1) make(number);
  collect();
  const before = process.memoryUsage().heapUsed;
  const values = Array.from({ length: OPERATIONS }, (_, number) => make(number));
  collect();
  const kept = process.memoryUsage().heapUsed - before;
  return { kept, estimated: values.reduce<number>((sum, value) => sum + retainedBytes(value), 0) };
}

function cacheGrowth(): number {
  const check = createDocumentCheck(supergraph.apiSchema, { ...DEFAULT_LIMITS, cacheBytes: CACHE_BYTES });
  check(operationText(0));
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < OPERATIONS * 2; number += 1) check(operationText(number));
  collect();
  return (process.memoryUsage().heapUsed - before) / CACHE_BYTES;
}

const memory: CacheMemory = {
  documents: measured(checked),
  plans: measured((number) => engine.plan(checked(number).document, `Q${number}`)),
  cacheGrowth: cacheGrowth(),
};
process.stdout.write(`${JSON.stringify(memory)}\n`);
