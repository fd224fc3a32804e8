import { createSliceTurns, type TakesTurns } from './slice-turns.ts';

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

/** The machine's clock, as a process sees it, and the turns that the long work of the process takes. */
export interface WallClock extends Clock, TakesTurns {
  /** How far the machine's clock is behind this one, since it was set back; 0 or a rounding error while it is not. */
  behindMs(): number;
}

/** The machine's two sources of time, in milliseconds. */
export interface MachineTime {
  /** Milliseconds since 1970, UTC. People and programs set it. */
  readonly dateMs: () => number;
  /** Since some instant. Nobody sets it, and it may stand still while the machine sleeps. */
  readonly uptimeMs: () => number;
}

const MACHINE: MachineTime = { dateMs: () => Date.now(), uptimeMs: () => performance.now() };

/** The longest delay that Node's timers take. */
const MAX_DELAY_MS = 2_147_483_647;

/** How fast a wall clock runs while the machine's clock is behind it. */
const CATCHING_UP = 0.99;

/**
 * Creates the wall clock. It shows the machine's time, but never runs back and never stands: after the machine's clock was
 * set back it runs on, a hundredth slower, until that clock has caught up. Deadlines, leases and all times of the market
 * depend on it. Only composition roots call this.
 */
export function createWallClock({ dateMs, uptimeMs }: MachineTime = MACHINE): WallClock {
  let shownMs = dateMs();
  let shownAtMs = uptimeMs();
  const show = (): number => {
    const atMs = uptimeMs();
    shownMs = Math.max(dateMs(), shownMs + (atMs - shownAtMs) * CATCHING_UP);
    shownAtMs = atMs;
    return shownMs;
  };
  const nowMs = (): number => Math.floor(show());
  const at = (instantMs: number, callback: () => void): Alarm => {
    let alarm: Alarm;
    const arm = (): void => {
      alarm = afterDelay(instantMs - nowMs(), () => (nowMs() < instantMs ? arm() : callback()));
    };
    arm();
    return { cancel: () => alarm.cancel() };
  };
  return { nowMs, at, after: afterDelay, behindMs: () => show() - dateMs(), turns: createSliceTurns(nowMs) };
}

function afterDelay(delayMs: number, callback: () => void): Alarm {
  let timer: NodeJS.Timeout;
  const arm = (restMs: number): void => {
    timer = setTimeout(
      () => (restMs > MAX_DELAY_MS ? arm(restMs - MAX_DELAY_MS) : callback()),
      Math.min(Math.max(restMs, 0), MAX_DELAY_MS),
    );
  };
  arm(delayMs);
  return { cancel: () => clearTimeout(timer) };
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
