import type { Log } from '#platform/observability/log.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Submit } from '../input/sequencer.ts';

/** Applies due commands of the phase schedule at their time, even without traffic. */
export interface PhaseAlarm {
  /** Sets the alarm again if the next due time has changed. The pipeline calls it after each group, also an empty one. */
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
    // An empty submission: the pipeline puts the commands of the schedule in front of it, and resets the alarm. It
    // repeats a failed publish itself and rejects only after the engine has ended, so there is nothing to repeat here.
    submit([]).catch((error: unknown) => {
      log.debug({ err: error }, 'the engine ended before its due phases were published');
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
