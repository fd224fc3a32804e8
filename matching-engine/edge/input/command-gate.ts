import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Stop } from '#platform/process/part.ts';

/** On a first start: no new instrument for this long ends the first wave of instruments. */
const QUIET_MS = 250;

/** Starts the consumption of members' commands once the engine knows instruments. */
export interface CommandGate {
  isOpen(): boolean;
  /** Reports new instruments. The gate opens when no more follow for `QUIET_MS`. */
  instrumentsArrived(): void;
  stop(): Promise<void>;
}

/**
 * Opens at once when the engine recovered instruments. Otherwise waits until the first wave of instruments is over, so
 * that no order is rejected because its ticker is not listed yet.
 */
export function createCommandGate(
  wallClock: Clock,
  knowsInstruments: boolean,
  consume: () => Promise<Stop>,
): CommandGate {
  let consuming: Promise<Stop> | null = knowsInstruments ? consume() : null;
  let alarm: Alarm | null = null;
  let isStopped = false;
  return {
    isOpen: () => consuming !== null,
    instrumentsArrived: () => {
      if (consuming || isStopped) return;
      alarm?.cancel();
      alarm = wallClock.after(QUIET_MS, () => {
        consuming ??= consume();
      });
    },
    stop: async () => {
      isStopped = true;
      alarm?.cancel();
      const stop = await consuming;
      await stop?.();
    },
  };
}
