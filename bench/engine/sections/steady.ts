import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { collectGarbage } from '../../measure.ts';
import type { Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { GeneratedFlow } from '../flow/generated-flow.ts';

const CHUNKS = 20;
const MESSAGES_PER_CHUNK = 500_000;
/** Chunks before the first measurement of memory, until arrays have grown and code is compiled. */
const WARM_UP_CHUNKS = 4;
const MIB = 1_048_576;

/** Memory in MiB. */
interface Memory {
  readonly heap: number;
  readonly buffers: number;
  readonly resident: number;
}

/** Memory after garbage collection. V8 frees array buffers a turn after the collection. */
async function measureMemory(): Promise<Memory> {
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed / MIB, buffers: arrayBuffers / MIB, resident: rss / MIB };
}

/** Least-squares slope of values at 0, 1, 2, ... */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const above = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  return above / values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
}

/** Memory of one book over ten million messages in a steady state. */
export async function measureSteady({ progress }: BenchOptions): Promise<Section> {
  const replay = new Flash1Replay(createFastBook, MESSAGES_PER_CHUNK);
  const flow = new GeneratedFlow({ seed: 11, driftTicks: 1, maxOpen: 5_000 });
  const samples: Memory[] = [];
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    progress(`steady ${(chunk * MESSAGES_PER_CHUNK).toLocaleString('en-US')}`);
    replay.run(flow.next(MESSAGES_PER_CHUNK));
    replay.reports.clear();
    samples.push(await measureMemory());
  }
  const settled = samples.slice(WARM_UP_CHUNKS);
  const messages = CHUNKS * MESSAGES_PER_CHUNK;
  const perBillion = (values: readonly number[]): number => slope(values) * (1e9 / MESSAGES_PER_CHUNK);
  return {
    title: 'Memory over a steady flow',
    note: `${messages.toLocaleString('en-US')} messages of a generated flow in one book, at most 5,000 open orders. Memory after garbage collection every ${MESSAGES_PER_CHUNK.toLocaleString('en-US')}, from ${(WARM_UP_CHUNKS * MESSAGES_PER_CHUNK).toLocaleString('en-US')} on. The slope is extrapolated to a billion messages.`,
    figures: [
      {
        key: 'steady.heap.mib',
        what: 'heap and buffers at the end',
        value: last(settled.map(({ heap, buffers }) => heap + buffers)),
        unit: 'MiB',
      },
      {
        key: 'steady.heap.slope',
        what: 'slope of heap and buffers',
        value: perBillion(settled.map(({ heap, buffers }) => heap + buffers)),
        unit: 'MiB/billion',
      },
      {
        key: 'steady.rss.mib',
        what: 'resident memory at the end',
        value: last(settled.map(({ resident }) => resident)),
        unit: 'MiB',
      },
      {
        key: 'steady.rss.slope',
        what: 'slope of resident memory',
        value: perBillion(settled.map(({ resident }) => resident)),
        unit: 'MiB/billion',
      },
    ],
  };
}

const last = (values: readonly number[]): number => values.at(-1) ?? NaN;
