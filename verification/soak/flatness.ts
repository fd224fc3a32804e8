import { median } from '../../bench/measure.ts';

/** A measurement of a soak, after a collection of garbage. */
export interface Sample {
  readonly second: number;
  /** Heap and buffers, in bytes. */
  readonly heapBytes: number;
  readonly residentBytes: number;
  /** Sockets, timers and other resources that keep the process alive. */
  readonly handles: number;
}

/** Growth of the last part over the first, which is no leak: caches fill, and clients come and go. */
const HEAP_GROWTH = 0.05;
const HEAP_GROWTH_BYTES = 3 * 1024 * 1024;
const HANDLES_GROWTH = 0.05;
/** Part of the samples in which the process warms up, and the size of the parts that are compared. */
const WARM_UP = 0.2;
const PART = 0.25;

/** The faults of a curve: values of its last quarter that exceed those after the warm-up. */
export function growthOf(samples: readonly Sample[]): readonly string[] {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const size = Math.max(1, Math.floor(warm.length * PART));
  const compare = (name: string, of: (sample: Sample) => number, allowed: (first: number) => number) => {
    const first = median(warm.slice(0, size).map(of));
    const last = median(warm.slice(-size).map(of));
    return last > first + allowed(first)
      ? [`${name} grew from ${Math.round(first)} to ${Math.round(last)}`]
      : [];
  };
  return [
    ...compare(
      'heap and buffers',
      ({ heapBytes }) => heapBytes,
      (first) => HEAP_GROWTH_BYTES + first * HEAP_GROWTH,
    ),
    ...compare(
      'handles',
      ({ handles }) => handles,
      (first) => first * HANDLES_GROWTH,
    ),
  ];
}
