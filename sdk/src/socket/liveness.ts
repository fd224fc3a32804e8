import type { Alarm, Clock } from '../clock.ts';

/** Times after which a silent socket is asked, and given up. */
export interface LivenessLimits {
  readonly silenceMs: number;
  readonly answerMs: number;
}

/** Finds a socket whose other end is gone without a close: a network that changed, a machine that slept. */
export interface Liveness {
  /** Something came. */
  heard(): void;
  /** Asks now: the page is seen again, or the network is back. */
  ask(): void;
  end(): void;
}

/** Calls `ask` after a silence and `onLost` when nothing comes after it. */
export function watchLiveness(
  clock: Clock,
  { silenceMs, answerMs }: LivenessLimits,
  { ask, onLost }: { ask(): void; onLost(): void },
): Liveness {
  let alarm: Alarm | undefined;
  let heardAtMs = clock.nowMs();
  let askedAtMs: number | undefined;
  const arm = (afterMs: number, then: () => void): void => {
    alarm?.cancel();
    alarm = clock.after(afterMs, then);
  };
  const askNow = (): void => {
    if (askedAtMs === undefined) ask();
    askedAtMs ??= clock.nowMs();
    arm(answerMs, onLost);
  };
  // One alarm for many events: it looks at the time of the last one when it rings.
  const look = (): void => {
    const silentMs = clock.nowMs() - heardAtMs;
    if (silentMs >= silenceMs) askNow();
    else arm(silenceMs - silentMs, look);
  };
  arm(silenceMs, look);
  return {
    heard: () => {
      heardAtMs = clock.nowMs();
      if (askedAtMs === undefined) return;
      askedAtMs = undefined;
      arm(silenceMs, look);
    },
    ask: askNow,
    end: () => alarm?.cancel(),
  };
}
