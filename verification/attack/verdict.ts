import type { Attack } from './attack.ts';
import type { Target } from './target.ts';
import { percentile, type Latency } from './innocent/statistics.ts';
import type { TallyResult } from './tally.ts';

/** Largest growth of an innocent client's p99 while an attack runs. */
const LATENCY_FACTOR = 3;
/**
 * Smallest p99 that the limit starts from, in milliseconds. Below it a figure is noise: timers have a granularity of 1 ms,
 * a collection of young objects takes up to 5 ms, and with more runnable threads than processors the scheduler lets one
 * wait for a slice of 3 to 4 ms.
 */
const LATENCY_FLOOR_MS = 10;
/** As LATENCY_FLOOR_MS, for sign-ins, whose hash alone takes tens of milliseconds of a processor. */
const SIGN_IN_FLOOR_MS = 150;
/** Largest growth of the settled memory. */
const MEMORY_FACTOR = 1.1;

/** Measurements around one attack. */
export interface Measurements {
  readonly undisturbed: Latency;
  readonly during: Latency;
  /** Sign-ins of the innocent client, in milliseconds; empty where it does not sign in. */
  readonly signInsMs: { readonly undisturbed: readonly number[]; readonly during: readonly number[] };
  readonly memory: {
    readonly beforeBytes: number | null;
    readonly peakResidentBytes: number | null;
    readonly afterBytes: number | null;
    /** Growth in the same time without the attack: market data fills bounded buffers. */
    readonly driftBytes: number;
  };
  /** Answers that the innocent client must not get, in the quiet and during the attack. */
  readonly innocentFaults: readonly string[];
  readonly brokerFaults: readonly string[];
}

export const latencyLimitMs = ({ p99Ms }: Latency): number =>
  LATENCY_FACTOR * Math.max(p99Ms, LATENCY_FLOOR_MS);

/** The limits of waiting that do not hold. A second measurement may show that only the machine was busy. */
export function waits({ undisturbed, during, signInsMs }: Measurements): readonly string[] {
  const limitMs = latencyLimitMs(undisturbed);
  const signInMs = percentile(signInsMs.during, 0.99);
  const signInLimitMs = LATENCY_FACTOR * Math.max(SIGN_IN_FLOOR_MS, percentile(signInsMs.undisturbed, 0.99));
  return [
    ...(during.samples === 0 ? ['the innocent client got no answer'] : []),
    ...(during.p99Ms > limitMs
      ? [`an innocent client's p99 is ${during.p99Ms.toFixed(1)} ms, over ${limitMs.toFixed(1)} ms`]
      : []),
    ...(signInMs > signInLimitMs
      ? [`an innocent sign-in took ${signInMs.toFixed(0)} ms, over ${signInLimitMs.toFixed(0)} ms`]
      : []),
  ];
}

/** Whether the memory is back after an attack, apart from the growth without it. */
export const isMemoryBack = (
  beforeBytes: number | null,
  afterBytes: number | null,
  driftBytes = 0,
): boolean =>
  beforeBytes === null || afterBytes === null || afterBytes <= MEMORY_FACTOR * beforeBytes + driftBytes;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Everything that does not hold, except the waits. */
export function violations(
  attack: Attack,
  target: Target,
  result: TallyResult,
  { memory, innocentFaults, brokerFaults }: Measurements,
): readonly string[] {
  const { beforeBytes, afterBytes, driftBytes } = memory;
  const bugs = Object.keys(result.answers).filter((label) =>
    /INTERNAL_SERVER_ERROR|^5(?!03)\d\d/.test(label),
  );
  return [
    ...attack.judge(result, target),
    ...result.violations,
    ...bugs.map((label) => `a bug of the broker: ${label}`),
    ...innocentFaults.map((fault) => `innocent client: ${fault}`),
    ...brokerFaults.map((fault) => `broker: ${fault}`),
    ...(beforeBytes !== null && afterBytes !== null && !isMemoryBack(beforeBytes, afterBytes, driftBytes)
      ? [
          `memory grew from ${megabytes(beforeBytes)} to ${megabytes(afterBytes)}; without the attack by ${megabytes(driftBytes)}`,
        ]
      : []),
  ];
}
