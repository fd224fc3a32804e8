import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { collectGarbage } from '../../measure.ts';
import type { Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { GeneratedFlow } from '../flow/generated-flow.ts';

const CHUNKS = 20;
const MESSAGES_A_CHUNK = 500_000;
/** Chunks before memory is looked at: arrays have grown and code is compiled then. */
const SETTLED = 4;
const MIB = 1_048_576;

interface Held {
  readonly heap: number;
  readonly buffers: number;
  readonly resident: number;
}

/** Buffers that nobody holds any more are given back a moment after the collection. */
async function held(): Promise<Held> {
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

/** Ten million messages of one book in a steady state, and whether memory grows. */
export async function measureSteady({ progress }: BenchOptions): Promise<Section> {
  const replay = new Flash1Replay(createFastBook, MESSAGES_A_CHUNK);
  const flow = new GeneratedFlow({ seed: 11, driftTicks: 1, mostOpen: 5_000 });
  const samples: Held[] = [];
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    progress(`steady ${(chunk * MESSAGES_A_CHUNK).toLocaleString('en-US')}`);
    replay.run(flow.next(MESSAGES_A_CHUNK));
    replay.length = 0;
    samples.push(await held());
  }
  const settled = samples.slice(SETTLED);
  const messages = CHUNKS * MESSAGES_A_CHUNK;
  const perBillion = (values: readonly number[]): number => slope(values) * (1e9 / MESSAGES_A_CHUNK);
  return {
    title: 'Memory over a steady flow',
    note: `${messages.toLocaleString('en-US')} messages of a generated flow through one book, at most 5,000 orders open; memory after a collection each ${MESSAGES_A_CHUNK.toLocaleString('en-US')}, from ${(SETTLED * MESSAGES_A_CHUNK).toLocaleString('en-US')} on. The slope is drawn out to a billion messages.`,
    figures: [
      {
        key: 'steady.heap.mib',
        what: 'heap and buffers at the end',
        value: last(settled.map(({ heap, buffers }) => heap + buffers)),
        unit: 'MiB',
      },
      {
        key: 'steady.heap.slope',
        what: 'their slope',
        value: perBillion(settled.map(({ heap, buffers }) => heap + buffers)),
        unit: 'MiB/billion',
      },
      {
        key: 'steady.rss.mib',
        what: 'resident at the end',
        value: last(settled.map(({ resident }) => resident)),
        unit: 'MiB',
      },
      {
        key: 'steady.rss.slope',
        what: 'its slope',
        value: perBillion(settled.map(({ resident }) => resident)),
        unit: 'MiB/billion',
      },
    ],
  };
}

const last = (values: readonly number[]): number => values.at(-1) ?? NaN;
