import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { collectGarbage, quantile } from '../../measure.ts';
import type { Figure, Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { loadWorkload } from '../flow/workloads.ts';

const POINTS = [
  ['p50', 'median', 0.5],
  ['p99', '99 %', 0.99],
  ['p999', '99.9 %', 0.999],
] as const;

/** Measures the timer itself. */
function timeNothing(count: number): Float64Array {
  const times = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    times[at] = (performance.now() - start) * 1e6;
  }
  return times;
}

function timeMessages(messages: Flash1Messages): Float64Array {
  const replay = new Flash1Replay(createFastBook, messages.count);
  const times = new Float64Array(messages.count);
  for (let at = 0; at < messages.count; at++) {
    const start = performance.now();
    replay.run(messages, at, at + 1);
    times[at] = (performance.now() - start) * 1e6;
  }
  return times;
}

/** Latency of each message, with that of the timer itself. */
export async function measureLatency(options: BenchOptions): Promise<Section> {
  const { messages, source } = await loadWorkload('normal', options);
  timeMessages(messages);
  timeNothing(messages.count);
  collectGarbage();
  const [times, nothing] = [timeMessages(messages), timeNothing(messages.count)];
  const figures: Figure[] = POINTS.flatMap(([key, text, part]) => [
    { key: `latency.${key}.ns`, what: `message, ${text}`, value: quantile(times, part), unit: 'ns' },
    { key: `timer.${key}.ns`, what: `timer alone, ${text}`, value: quantile(nothing, part), unit: 'ns' },
  ]);
  return {
    title: 'Latency of single messages',
    note: `Each message (normal, ${source}) timed separately in the core. Includes the cost of the timer and interruptions of the process.`,
    figures,
  };
}
