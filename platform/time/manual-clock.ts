import type { Alarm, WallClock } from './clock.ts';
import { createSliceTurns } from './slice-turns.ts';

/** A clock for tests and simulations. Only `advance` and `set` change its time. */
export interface ManualClock extends WallClock {
  /** Advances the time and fires due alarms in order of their instants. */
  advance(byMs: number): void;
  set(instantMs: number): void;
}

export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  let order = 0;
  const waiting = new Map<number, { instantMs: number; callback: () => void }>();
  const at = (instantMs: number, callback: () => void): Alarm => {
    const key = order++;
    waiting.set(key, { instantMs, callback });
    if (instantMs <= nowMs) queueMicrotask(() => waiting.has(key) && fire(key));
    return { cancel: () => void waiting.delete(key) };
  };
  const fire = (key: number): void => {
    const alarm = waiting.get(key);
    waiting.delete(key);
    alarm?.callback();
  };
  const nextDue = (untilMs: number): [number, number] | undefined => {
    const due = [...waiting].filter(([, alarm]) => alarm.instantMs <= untilMs);
    due.sort(([keyA, a], [keyB, b]) => a.instantMs - b.instantMs || keyA - keyB);
    return due[0] && [due[0][0], due[0][1].instantMs];
  };
  const set = (instantMs: number): void => {
    for (let due = nextDue(instantMs); due; due = nextDue(instantMs)) {
      nowMs = Math.max(nowMs, due[1]);
      fire(due[0]);
    }
    nowMs = instantMs;
  };
  return {
    nowMs: () => nowMs,
    at,
    after: (delayMs, callback) => at(nowMs + delayMs, callback),
    behindMs: () => 0,
    turns: createSliceTurns(() => nowMs),
    set,
    advance: (byMs) => set(nowMs + byMs),
  };
}
