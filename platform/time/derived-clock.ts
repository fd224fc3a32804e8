import type { Alarm, Clock } from './clock.ts';

/** Maps the time of a base clock to the time of a derived clock, and back. Both functions grow with their argument. */
export interface TimeMapping {
  /** This clock's time at an instant of the base clock. */
  fromBase(baseMs: number): number;
  /** The first instant of the base clock at which this clock shows `instantMs` or later. */
  toBase(instantMs: number): number;
}

/** A clock that follows a base clock through a mapping, which may change while the clock runs. */
export interface DerivedClock extends Clock {
  /** Replaces the mapping; pending alarms keep their instants of this clock. */
  remap(mapping: TimeMapping): void;
}

interface Pending {
  readonly instantMs: number;
  readonly callback: () => void;
  onBase: Alarm;
}

/** Creates a clock that follows a base clock. */
export function createDerivedClock(base: Clock, initial: TimeMapping): DerivedClock {
  let mapping = initial;
  const pending = new Set<Pending>();

  const nowMs = (): number => mapping.fromBase(base.nowMs());
  const arm = (instantMs: number, wake: () => void): Alarm => base.at(mapping.toBase(instantMs), wake);
  const wakeOf = (alarm: Pending) => (): void => {
    // Timers may fire a moment early.
    if (nowMs() < alarm.instantMs) {
      alarm.onBase = arm(alarm.instantMs, wakeOf(alarm));
      return;
    }
    pending.delete(alarm);
    alarm.callback();
  };
  const at = (instantMs: number, callback: () => void): Alarm => {
    const alarm: Pending = { instantMs, callback, onBase: { cancel: () => undefined } };
    pending.add(alarm);
    alarm.onBase = arm(instantMs, wakeOf(alarm));
    return {
      cancel: () => {
        pending.delete(alarm);
        alarm.onBase.cancel();
      },
    };
  };
  return {
    nowMs,
    at,
    after: (delayMs, callback) => at(nowMs() + delayMs, callback),
    remap: (next) => {
      mapping = next;
      for (const alarm of pending) {
        alarm.onBase.cancel();
        alarm.onBase = arm(alarm.instantMs, wakeOf(alarm));
      }
    },
  };
}
