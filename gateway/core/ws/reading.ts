import type { WebSocket } from 'ws';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { idleTurn } from '../turns/loop-pace.ts';

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
const REASON = 'messages wait';
/** Messages that are handled before the work of others: those of one read came at once. */
const MESSAGES_PER_TURN = 5;
/** Messages that may wait, in seconds of the limit. One read of the network brings at most 64 KiB. */
const WAITING_SECONDS = 2;

/** The messages of one socket, in the order of their arrival. */
export interface MessageQueue {
  /** Handles a message: now, or when its turn comes. */
  take(handle: () => void): void;
  /** Handles no message for a time. */
  hold(ms: number): void;
  stop(): void;
}

export interface MessageQueueOptions {
  readonly reading: Reading;
  readonly maxPerSecond: number;
  readonly wallClock: Clock;
  /** Called once, when more messages wait than may: the socket must be closed. */
  readonly onOverflow: () => void;
}

/**
 * Creates the queue of a socket's messages: handles so many a second, and a few of them until the event loop has nothing else to do. While
 * messages wait, the socket is not read.
 */
export function createMessageQueue(options: MessageQueueOptions): MessageQueue {
  const { reading, maxPerSecond, wallClock, onOverflow } = options;
  const waiting: (() => void)[] = [];
  const second = createSecondCount(maxPerSecond, wallClock);
  let ofTurn = 0;
  let heldUntilMs = -Infinity;
  let alarm: Alarm | undefined;
  let isStopped = false;

  const isHeld = (): boolean => wallClock.nowMs() < heldUntilMs;
  const mayHandle = (): boolean => !isHeld() && !second.isFull() && ofTurn < MESSAGES_PER_TURN;
  const endTurn = (): void => {
    ofTurn = 0;
    handleWaiting();
  };
  const handleWaiting = (): void => {
    if (isStopped) return;
    while (mayHandle()) {
      const handle = waiting.shift();
      if (!handle) return reading.resume(REASON);
      second.add();
      ofTurn += 1;
      if (ofTurn === 1) void idleTurn(wallClock).then(endTurn);
      handle();
    }
    if (waiting.length === 0 && !isHeld()) return reading.resume(REASON);
    reading.pause(REASON);
    if (isHeld() || second.isFull()) alarm ??= wallClock.at(isHeld() ? heldUntilMs : second.endsMs, goOn);
  };
  const goOn = (): void => {
    alarm = undefined;
    handleWaiting();
  };
  const stop = (): void => {
    isStopped = true;
    waiting.length = 0;
    alarm?.cancel();
  };
  return {
    take: (handle) => {
      if (isStopped) return;
      waiting.push(handle);
      if (waiting.length === 1) handleWaiting();
      if (waiting.length <= WAITING_SECONDS * maxPerSecond) return;
      stop();
      onOverflow();
    },
    hold: (ms) => {
      if (isStopped || ms <= 0) return;
      heldUntilMs = wallClock.nowMs() + ms;
      handleWaiting();
    },
    stop,
  };
}

/** Counts the messages of the current second. */
function createSecondCount(max: number, wallClock: Clock) {
  let endsMs = -Infinity;
  let count = 0;
  return {
    isFull: (): boolean => {
      const nowMs = wallClock.nowMs();
      if (nowMs >= endsMs) {
        endsMs = nowMs + SECOND_MS;
        count = 0;
      }
      return count >= max;
    },
    add: (): void => void (count += 1),
    get endsMs(): number {
      return endsMs;
    },
  };
}
