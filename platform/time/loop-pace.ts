import { setImmediate } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** Resolves when the next piece of work may start. */
export type NextLoopTurn = () => Promise<void>;

/**
 * Creates a pace. Work in this process may run from its start to its end within one turn of the event loop; pieces that start in
 * turns of their own let the messages of other clients, and the answers of databases, be read between them.
 */
export function createLoopPace(): NextLoopTurn {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(() => setImmediate());
    last = next;
    return next;
  };
}

/** The pace of small pieces. */
export interface SlicedPace {
  /** Resolves when the next piece may start; null when it may start at once. */
  turn(): Promise<void> | null;
}

/** Share of the processor that small pieces get at least while other work makes turns long. */
const LEAST_SHARE = 1 / 4;
/** Longest slice, in multiples of the usual one. */
const LONGEST_SLICE = 4;

/**
 * Creates a pace of small pieces: as many start in one turn of the event loop as fit into a slice of time. On a busy process a turn
 * takes milliseconds, so one small piece a turn would be few. After a long turn the slice is longer, so that the pieces keep up with
 * the work that causes them.
 */
export function createSlicedPace(clock: Clock, sliceMs: number): SlicedPace {
  const nextLoopTurn = createLoopPace();
  let last: Promise<unknown> = Promise.resolve();
  let slice = { startMs: 0, endMs: -Infinity };
  const isOpen = (): boolean => {
    const nowMs = clock.nowMs();
    // A clock that was set back begins a new slice, too.
    return nowMs < slice.endMs && nowMs >= slice.startMs;
  };
  const startNext = async (): Promise<void> => {
    if (isOpen()) return;
    const closedMs = clock.nowMs();
    await nextLoopTurn();
    const startMs = clock.nowMs();
    const share = ((startMs - closedMs) * LEAST_SHARE) / (1 - LEAST_SHARE);
    slice = { startMs, endMs: startMs + Math.min(Math.max(sliceMs, share), LONGEST_SLICE * sliceMs) };
  };
  return {
    turn: () => {
      if (isOpen()) return null;
      const next = last.then(startNext);
      last = next;
      return next;
    },
  };
}
