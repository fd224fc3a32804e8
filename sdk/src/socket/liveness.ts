import type { Alarm, Clock } from '../clock.ts';

/**
 * After `silenceMs` without a message the client sends a ping. After `doubtMs` more without one the socket is in doubt, which a screen
 * shows; after `answerMs` it is given up. A busy broker that answers between the two costs no new socket.
 */
export interface LivenessLimits {
  readonly silenceMs: number;
  readonly doubtMs: number;
  readonly answerMs: number;
}

/** Finds a socket whose other end is gone without a close: a network that changed, a machine that slept. */
export interface Liveness {
  /** Something came. */
  heard(): void;
  /** Sends a ping now: the page is seen again, or the network is back. */
  probe(): void;
  /** Sends a ping now, with doubt until something comes: the platform says that its network is gone. */
  suspect(): void;
  end(): void;
}

interface LivenessEvents {
  readonly probe: () => void;
  /** The other end may be gone; or, after that, it has answered. */
  readonly onDoubt: (isInDoubt: boolean) => void;
  readonly onLost: () => void;
}

export function watchLiveness(clock: Clock, limits: LivenessLimits, events: LivenessEvents): Liveness {
  const { silenceMs, doubtMs, answerMs } = limits;
  let alarm: Alarm | undefined;
  let heardAtMs = clock.nowMs();
  let isProbed = false;
  let isInDoubt = false;
  const arm = (afterMs: number, then: () => void): void => {
    alarm?.cancel();
    alarm = clock.after(afterMs, then);
  };
  const probeNow = (): void => {
    if (!isProbed) events.probe();
    isProbed = true;
    if (isInDoubt) arm(answerMs, events.onLost);
    else arm(doubtMs, doubt);
  };
  const doubt = (): void => {
    isInDoubt = true;
    events.onDoubt(true);
    arm(answerMs - doubtMs, events.onLost);
  };
  // One alarm for many events: it looks at the time of the last one when it rings.
  const look = (): void => {
    const silentMs = clock.nowMs() - heardAtMs;
    if (silentMs >= silenceMs) probeNow();
    // A clock with fractions may ring a moment before its time.
    else arm(Math.max(1, silenceMs - silentMs), look);
  };
  arm(silenceMs, look);
  return {
    heard: () => {
      heardAtMs = clock.nowMs();
      if (!isProbed) return;
      isProbed = false;
      arm(silenceMs, look);
      if (!isInDoubt) return;
      isInDoubt = false;
      events.onDoubt(false);
    },
    probe: probeNow,
    suspect: () => {
      if (!isProbed) events.probe();
      isProbed = true;
      if (!isInDoubt) doubt();
    },
    end: () => alarm?.cancel(),
  };
}
