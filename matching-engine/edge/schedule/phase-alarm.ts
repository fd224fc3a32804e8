import type { Log } from '#platform/observability/log.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Submit } from '../input/sequencer.ts';

/** Applies due commands of the phase schedule at their time, even without traffic. */
export interface PhaseAlarm {
  /** Sets the alarm again after the next due time may have changed. */
  reset(): void;
  stop(): void;
}

/** @param nextDueMs the next due time of the schedule, as seen at an instant; that instant when something is due */
export function createPhaseAlarm(
  marketClock: Clock,
  nextDueMs: (nowMs: number) => number,
  submit: Submit,
  log: Log,
): PhaseAlarm {
  let armed: { readonly atMs: number; readonly alarm: Alarm } | null = null;
  let isStopped = false;
  const ring = (): void => {
    armed = null;
    // An empty submission: the pipeline puts the commands of the schedule in front of it.
    submit([]).then(reset, (error: unknown) => {
      log.warn({ err: error }, 'due phases could not be applied');
    });
  };
  const reset = (): void => {
    const atMs = nextDueMs(marketClock.nowMs());
    if (isStopped || armed?.atMs === atMs) return;
    armed?.alarm.cancel();
    armed = { atMs, alarm: marketClock.at(atMs, ring) };
  };
  reset();
  return {
    reset,
    stop: () => {
      isStopped = true;
      armed?.alarm.cancel();
    },
  };
}
