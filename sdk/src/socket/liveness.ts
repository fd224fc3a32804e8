import type { Alarm, Clock } from '../clock.ts';

/** After `silenceMs` without a message the client sends a ping; after `answerMs` more without one it gives the socket up. */
export interface LivenessLimits {
  readonly silenceMs: number;
  readonly answerMs: number;
}

/** Finds a socket whose other end is gone without a close: a network that changed, a machine that slept. */
export interface Liveness {
  /** Something came. */
  heard(): void;
  /** Sends a ping now: the page is seen again, or the network is back. */
  probe(): void;
  end(): void;
}

/** Calls `probe` after a silence and `onLost` when nothing comes after it. */
export function watchLiveness(
  clock: Clock,
  { silenceMs, answerMs }: LivenessLimits,
  { probe, onLost }: { readonly probe: () => void; readonly onLost: () => void },
): Liveness {
  let alarm: Alarm | undefined;
  let heardAtMs = clock.nowMs();
  let probedAtMs: number | undefined;
  const arm = (afterMs: number, then: () => void): void => {
    alarm?.cancel();
    alarm = clock.after(afterMs, then);
  };
  const probeNow = (): void => {
    if (probedAtMs === undefined) probe();
    probedAtMs ??= clock.nowMs();
    arm(answerMs, onLost);
  };
  // One alarm for many events: it looks at the time of the last one when it rings.
  const look = (): void => {
    const silentMs = clock.nowMs() - heardAtMs;
    if (silentMs >= silenceMs) probeNow();
    else arm(silenceMs - silentMs, look);
  };
  arm(silenceMs, look);
  return {
    heard: () => {
      heardAtMs = clock.nowMs();
      if (probedAtMs === undefined) return;
      probedAtMs = undefined;
      arm(silenceMs, look);
    },
    probe: probeNow,
    end: () => alarm?.cancel(),
  };
}
