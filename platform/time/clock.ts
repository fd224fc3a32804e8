/** A pending alarm. */
export interface Alarm {
  cancel(): void;
}

/**
 * The only source of time and delays. A process has two: the wall clock (tokens, timeouts, retries) and the market clock
 * (all times that the exchange and its users see), which may show another time and run at another speed.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Calls back once, when this clock reaches the instant; at once when the instant has passed. */
  at(instantMs: number, callback: () => void): Alarm;
  /** Calls back once, after `delayMs` of this clock. */
  after(delayMs: number, callback: () => void): Alarm;
}

/** The longest delay that Node's timers take. */
const MAX_DELAY_MS = 2_147_483_647;

/** Creates the machine's clock. Only composition roots call this. */
export function createWallClock(): Clock {
  const after = (delayMs: number, callback: () => void): Alarm => {
    let timer: NodeJS.Timeout;
    const arm = (restMs: number): void => {
      timer = setTimeout(
        () => (restMs > MAX_DELAY_MS ? arm(restMs - MAX_DELAY_MS) : callback()),
        Math.min(Math.max(restMs, 0), MAX_DELAY_MS),
      );
    };
    arm(delayMs);
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    nowMs: () => Date.now(),
    at: (instantMs, callback) => after(instantMs - Date.now(), callback),
    after,
  };
}

/** Resolves after `delayMs` of the clock, or as soon as the signal aborts. */
export const delay = (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      alarm.cancel();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const alarm = clock.after(delayMs, end);
    signal?.addEventListener('abort', end);
  });

/** Calls back every `intervalMs` of the clock until the alarm is canceled. */
export function every(clock: Clock, intervalMs: number, callback: () => void): Alarm {
  let alarm: Alarm;
  const arm = (): void => {
    alarm = clock.after(intervalMs, () => {
      arm();
      callback();
    });
  };
  arm();
  return { cancel: () => alarm.cancel() };
}
