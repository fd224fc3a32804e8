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
  /** Handles a message: now, or when its turn comes. Null for one that only counts, and needs no turn of its client. */
  take(handle: (() => void) | null): void;
  /** Handles no message for a time. */
  hold(ms: number): void;
  stop(): void;
}

export interface MessageQueueOptions {
  readonly reading: Reading;
  readonly maxPerSecond: number;
  readonly wallClock: Clock;
  /** Calls a function when it is the turn of the socket's client. By default at once. */
  readonly inTurn?: (handle: () => void) => void;
  /** Called once, when more messages wait than may: the socket must be closed. */
  readonly onOverflow: () => void;
}

/**
 * Creates the queue of a socket's messages: handles so many a second, and a few of them until the event loop has nothing else to do. While
 * messages wait, the socket is not read.
 */
export function createMessageQueue(options: MessageQueueOptions): MessageQueue {
  const { reading, maxPerSecond, wallClock, onOverflow, inTurn = (handle) => handle() } = options;
  const waiting: ((() => void) | null)[] = [];
  const rate = createMessageRate(maxPerSecond, wallClock);
  let ofTurn = 0;
  let alarm: Alarm | undefined;
  let isStopped = false;
  let waitsForTurn = false;
  const mayHandle = (): boolean => rate.isOpen() && !waitsForTurn && ofTurn < MESSAGES_PER_TURN;
  const endTurn = (): void => {
    ofTurn = 0;
    handleWaiting();
  };
  const handleWaiting = (): void => {
    if (isStopped) return;
    while (mayHandle()) {
      if (waiting.length === 0) return reading.resume(REASON);
      if (waiting[0] === null) return handleNext();
      waitsForTurn = true;
      inTurn(handleNext);
    }
    if (waiting.length === 0 && !rate.isHeld()) return reading.resume(REASON);
    reading.pause(REASON);
    if (!rate.isOpen()) alarm ??= wallClock.at(rate.opensMs(), goOn);
  };
  const handleNext = (): void => {
    waitsForTurn = false;
    if (mayHandle()) {
      rate.count();
      ofTurn += 1;
      if (ofTurn === 1) void idleTurn(wallClock).then(endTurn);
      waiting.shift()?.();
    }
    handleWaiting();
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
      rate.hold(ms);
      handleWaiting();
    },
    stop,
  };
}

/** The messages that may be handled in the current second. */
function createMessageRate(max: number, wallClock: Clock) {
  let secondEndsMs = -Infinity;
  let heldUntilMs = -Infinity;
  let handled = 0;
  const isHeld = (): boolean => wallClock.nowMs() < heldUntilMs;
  const isFull = (): boolean => {
    const nowMs = wallClock.nowMs();
    if (nowMs >= secondEndsMs) {
      secondEndsMs = nowMs + SECOND_MS;
      handled = 0;
    }
    return handled >= max;
  };
  return {
    isHeld,
    isOpen: (): boolean => !isHeld() && !isFull(),
    opensMs: (): number => (isHeld() ? heldUntilMs : secondEndsMs),
    count: (): void => void (handled += 1),
    hold: (ms: number): void => void (heldUntilMs = wallClock.nowMs() + ms),
  };
}
