/**
 * Counts the promises that the rounds of a reader loop leave in memory, and prints the figure as JSON. It is a program of its own:
 * the count walks the whole heap, which in a process of many tests is large and changes meanwhile.
 */
import { setImmediate } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { runLoop } from '../reader-loop.ts';

/** The measurement of this program. */
export interface KeptPromises {
  /** Steps of the loop between the two counts; each found nothing and waited. */
  readonly rounds: number;
  readonly kept: number;
}

const ROUNDS = 500;

let wake = (): void => undefined;
let steps = 0;
const stop = runLoop({
  step: async () => {
    steps += 1;
    return false;
  },
  onWork: (listener) => {
    wake = listener;
    return () => undefined;
  },
  wallClock: createManualClock(0),
  log: silentLog,
});
const promises = (): number => queryObjects(Promise, { format: 'count' });

await setImmediate();
const before = { promises: promises(), steps };
for (let round = 0; round < ROUNDS; round += 1) {
  wake();
  await setImmediate();
}
const measured: KeptPromises = { rounds: steps - before.steps, kept: promises() - before.promises };
await stop();
process.stdout.write(`${JSON.stringify(measured)}\n`);
