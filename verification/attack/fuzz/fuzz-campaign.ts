import { endProgress, showProgress } from '#scripts/progress-line.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Broker } from '../broker/broker.ts';
import { isMemoryBack } from '../verdict.ts';
import { fuzz, type FuzzResult } from './fuzz.ts';
import { readSource } from './source.ts';

export interface FuzzCampaignOptions {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly newName: () => string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

export interface FuzzOutcome {
  readonly result: FuzzResult;
  readonly beforeBytes: number | null;
  readonly afterBytes: number | null;
  readonly problems: readonly string[];
}

const USERS = 8;

/**
 * Cases that fill caches and compile code before the memory is measured. Their numbers lie apart from the others. Each of five subgraphs
 * keeps parsed documents of 8 MiB: 20,000 cases leave them half empty, and the cases that are measured would fill them.
 */
const WARM_UP = { from: 1_000_000_000, count: 100_000 };
/** Fewer cases only fill caches: their growth says nothing. */
const LEAST_MEASURED = 50_000;

/** Fuzzes a broker and checks that nothing in it grows. */
export async function runFuzzCampaign(options: FuzzCampaignOptions): Promise<FuzzOutcome> {
  const { broker, seed, from, count } = options;
  const shared = { ...options, users: USERS, graph: broker.target.graph, source: await readSource() };
  const warmUp = count >= LEAST_MEASURED ? await fuzz({ ...shared, ...WARM_UP }) : null;
  const beforeBytes = warmUp ? await broker.settledBytes() : null;
  const onProgress = (done: number): void => showProgress(`${done} of ${count} cases`);
  const result = await fuzz({ ...shared, onProgress });
  endProgress();
  const afterBytes = await broker.settledBytes();
  const failures = [...(warmUp?.failures ?? []), ...result.failures];
  const problems = [
    ...failures.map(
      ({ number, input, answer }) =>
        `case ${number} got ${answer}\n      input ${input}\n      again: npm run attack -- --fuzz 1 --from ${number} --seed ${seed}`,
    ),
    ...(await broker.faults()).map((fault) => `broker: ${fault}`),
    ...(isMemoryBack(beforeBytes, afterBytes)
      ? []
      : [`memory grew from ${beforeBytes} to ${afterBytes} bytes within ${from}..${from + count}`]),
  ];
  return { result, beforeBytes, afterBytes, problems };
}
