import { createPullStream, type PullStream } from '#platform/streams/pull-stream.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';

/** A stream that emits its value again when something behind it has changed. */
export interface ChangeStream<T> {
  readonly values: PullStream<T>;
  /** Reports a change. Changes of one interval are one value. */
  change(): void;
}

export interface ChangeStreamOptions<T> {
  readonly value: T;
  /** Time between two values, in milliseconds of the clock. */
  readonly intervalMs: number;
  /** Wall clock. */
  readonly clock: Clock;
  /** Called once when the reader ends the stream. */
  readonly onEnd: () => void;
}

/** Creates a stream whose first value comes at once. A slow reader misses no change: it gets one value for all. */
export function createChangeStream<T>({
  value,
  intervalMs,
  clock,
  onEnd,
}: ChangeStreamOptions<T>): ChangeStream<T> {
  let hasChanged = true;
  let freeAtMs = 0;
  let alarm: Alarm | null = null;
  let wakeReader = (): void => undefined;
  const values = createPullStream<T>(({ wake }) => {
    wakeReader = wake;
    return {
      next: () => {
        if (!hasChanged) return null;
        const nowMs = clock.nowMs();
        if (nowMs >= freeAtMs) {
          hasChanged = false;
          freeAtMs = nowMs + intervalMs;
          return value;
        }
        alarm ??= clock.at(freeAtMs, () => {
          alarm = null;
          wake();
        });
        return null;
      },
      close: () => {
        alarm?.cancel();
        onEnd();
      },
    };
  });
  return {
    values,
    change: () => {
      hasChanged = true;
      wakeReader();
    },
  };
}
