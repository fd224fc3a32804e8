import type { WebSocket } from 'ws';
import type { Alarm, Clock } from '#platform/time/clock.ts';

/** Controls whether a socket is read. */
export interface Reading {
  /** Stops reading while the reason holds. The socket is read again when no reason does. */
  pause(reason: string): void;
  resume(reason: string): void;
}

export function createReading(socket: Pick<WebSocket, 'pause' | 'resume'>): Reading {
  const reasons = new Set<string>();
  return {
    pause: (reason) => {
      if (reasons.size === 0) socket.pause();
      reasons.add(reason);
    },
    resume: (reason) => {
      if (reasons.delete(reason) && reasons.size === 0) socket.resume();
    },
  };
}

const SECOND_MS = 1_000;
const REASON = 'too many messages in this second';

export interface MessageRate {
  /** Counts a message. */
  count(): void;
  stop(): void;
}

/** Reads no more than so many messages a second: the rest of the second the socket is not read. */
export function limitMessages(reading: Reading, maxPerSecond: number, wallClock: Clock): MessageRate {
  let secondEndsMs = -Infinity;
  let messages = 0;
  let alarm: Alarm | undefined;
  return {
    count: () => {
      const nowMs = wallClock.nowMs();
      if (nowMs >= secondEndsMs) {
        secondEndsMs = nowMs + SECOND_MS;
        messages = 0;
      }
      messages += 1;
      if (messages !== maxPerSecond) return;
      reading.pause(REASON);
      alarm = wallClock.at(secondEndsMs, () => reading.resume(REASON));
    },
    stop: () => alarm?.cancel(),
  };
}
