import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { every, type Clock } from '../time/clock.ts';

/**
 * Share of its live objects by which the heap grows until the next full collection, in percent. V8 by itself lets a busy process grow
 * to several times its live objects. At 30, full collections took a seventh of the processor's time of a busy broker, mostly in V8's own
 * threads.
 */
const RESTING_GROWTH_PERCENT = 30;
const BUSY_GROWTH_PERCENT = 100;
const CHECK_MS = 1_000;
/**
 * Bytes of new objects in a second from which a process is busy: the default simulator makes some 30 MB, 400 orders a second as many
 * again. The time in collections says less: it is several times as long on a machine that is busy with other work.
 */
export const BUSY_BYTES = 48 * 1024 * 1024;
/** Checks in a row that find so many: the space of young objects keeps its size for good, so that one burst must not double it. */
export const BUSY_CHECKS = 2;

/** The heap of a process. */
export interface HeapGrowth {
  /** Lets the heap grow with the load from now on. Before, it stays small: a start makes many objects that stay. */
  readonly followLoad: () => void;
}

/**
 * Bounds the memory that the heap of this process takes. The space of young objects begins small (`processes/node-arguments.ts`,
 * `processes/preload.cjs`) and grows while the process is busy: V8 by itself lets it grow to its limit in any case, and keeps it. The
 * rest of the heap grows by more between two full collections while the process is busy.
 */
export function boundHeapGrowth(clock: Clock): HeapGrowth {
  setGrowth(RESTING_GROWTH_PERCENT);
  return {
    followLoad: () => {
      const takeCollections = countYoungCollections();
      const isBusyAfter = createBusyWatch(clock);
      every(clock, CHECK_MS, () => {
        const isBusy = isBusyAfter(takeCollections() * (youngBytes() / 2));
        setYoungGrowth(isBusy ? 2 : 1);
        setGrowth(isBusy ? BUSY_GROWTH_PERCENT : RESTING_GROWTH_PERCENT);
      });
    },
  };
}

/** Decides whether a process is busy, from the bytes of new objects since the check before. A late check has those of more time. */
export function createBusyWatch(clock: Clock): (newBytes: number) => boolean {
  let checkedMs = clock.nowMs();
  let busyChecks = 0;
  return (newBytes) => {
    const nowMs = clock.nowMs();
    const seconds = Math.max(nowMs - checkedMs, CHECK_MS) / 1_000;
    checkedMs = nowMs;
    busyChecks = newBytes / seconds > BUSY_BYTES ? busyChecks + 1 : 0;
    return busyChecks >= BUSY_CHECKS;
  };
}

const setGrowth = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);

/** Of both halves: a collection copies what lives on from the full one to the other. */
const youngBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;

/** @param factor by which the space of young objects grows when many of them live on. As an argument, Node ignores it. */
const setYoungGrowth = (factor: 1 | 2): void => setFlagsFromString(`--semi-space-growth-factor=${factor}`);

/** Returns the number of collections of young objects since the call before. */
function countYoungCollections(): () => number {
  let collections = 0;
  new PerformanceObserver((list) => {
    collections += list.getEntries().filter(isOfYoung).length;
  }).observe({ entryTypes: ['gc'] });
  return () => {
    const counted = collections;
    collections = 0;
    return counted;
  };
}

const isOfYoung = (entry: PerformanceEntry): boolean =>
  (entry as PerformanceEntry & { readonly detail?: { readonly kind?: number } }).detail?.kind ===
  constants.NODE_PERFORMANCE_GC_MINOR;
