import type { WebSocket } from 'ws';
import { idleTurn } from '#platform/time/loop-turns.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';

/** Controls whether a socket is read. */
export interface Reading {
  /** Stops reading while the reason holds. The socket is read again when no reason does. */
  pause(reason: string): void;
  resume(reason: string): void;
}

/** A class, as all that each of thousands of sockets has: a closure for each function of each socket takes more memory. */
class SocketReading implements Reading {
  readonly #socket: Pick<WebSocket, 'pause' | 'resume'>;
  /** Null while the socket is read. */
  #reasons: Set<string> | null = null;

  constructor(socket: Pick<WebSocket, 'pause' | 'resume'>) {
    this.#socket = socket;
  }

  pause(reason: string): void {
    if (this.#reasons === null) {
      this.#reasons = new Set();
      this.#socket.pause();
    }
    this.#reasons.add(reason);
  }

  resume(reason: string): void {
    if (this.#reasons === null) return;
    this.#reasons.delete(reason);
    if (this.#reasons.size > 0) return;
    this.#reasons = null;
    this.#socket.resume();
  }
}

export const createReading = (socket: Pick<WebSocket, 'pause' | 'resume'>): Reading =>
  new SocketReading(socket);

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
  whenTurn?(handle: () => void): void;
  /** Called once, when more messages wait than may: the socket must be closed. */
  onMessageOverflow(): void;
}

/**
 * The queue of a socket's messages: handles so many a second, and a few of them until the event loop has nothing else to do. While
 * messages wait, the socket is not read.
 */
class SocketMessages implements MessageQueue {
  readonly #options: MessageQueueOptions;
  readonly #rate: MessageRate;
  /** Null while none waits. */
  #waiting: ((() => void) | null)[] | null = null;
  #ofTurn = 0;
  #alarm: Alarm | null = null;
  #isStopped = false;
  #waitsForTurn = false;

  constructor(options: MessageQueueOptions) {
    this.#options = options;
    this.#rate = new MessageRate(options.maxPerSecond, options.wallClock);
  }

  take(handle: (() => void) | null): void {
    if (this.#isStopped) return;
    this.#waiting ??= [];
    const waiting = this.#waiting.push(handle);
    if (waiting === 1) this.#handleWaiting();
    if (waiting <= WAITING_SECONDS * this.#options.maxPerSecond) return;
    this.stop();
    this.#options.onMessageOverflow();
  }

  hold(ms: number): void {
    if (this.#isStopped || ms <= 0) return;
    this.#rate.hold(ms);
    this.#handleWaiting();
  }

  stop(): void {
    this.#isStopped = true;
    this.#waiting = null;
    this.#alarm?.cancel();
  }

  #hasTurn(): boolean {
    return !this.#waitsForTurn && this.#ofTurn < MESSAGES_PER_TURN;
  }

  #handleWaiting(): void {
    if (this.#isStopped) return;
    const { reading } = this.#options;
    // The rate is read once for both branches: time passes between two looks, and nothing would wake the queue again.
    let isOpen = this.#rate.isOpen();
    for (; isOpen && this.#hasTurn(); isOpen = this.#rate.isOpen()) {
      if (this.#waiting === null) return reading.resume(REASON);
      if (this.#waiting[0] === null) return this.#handleNext();
      this.#waitsForTurn = true;
      if (this.#options.whenTurn) this.#options.whenTurn(() => this.#handleNext());
      else this.#handleNext();
    }
    if (this.#waiting === null && !this.#rate.isHeld()) return reading.resume(REASON);
    reading.pause(REASON);
    if (!isOpen) this.#wakeLater();
  }

  #wakeLater(): void {
    this.#alarm ??= this.#options.wallClock.at(this.#rate.opensMs(), () => {
      this.#alarm = null;
      this.#handleWaiting();
    });
  }

  #handleNext(): void {
    this.#waitsForTurn = false;
    if (this.#rate.isOpen() && this.#hasTurn()) {
      this.#rate.count();
      this.#ofTurn += 1;
      if (this.#ofTurn === 1) void idleTurn(this.#options.wallClock).then(() => this.#endTurn());
      this.#shift()?.();
    }
    this.#handleWaiting();
  }

  #shift(): (() => void) | null | undefined {
    const next = this.#waiting?.shift();
    if (this.#waiting?.length === 0) this.#waiting = null;
    return next;
  }

  #endTurn(): void {
    this.#ofTurn = 0;
    this.#handleWaiting();
  }
}

export const createMessageQueue = (options: MessageQueueOptions): MessageQueue => new SocketMessages(options);

/** The messages that may be handled in the current second. */
class MessageRate {
  readonly #max: number;
  readonly #wallClock: Clock;
  /** Milliseconds since 1970; 0 for long ago. */
  #secondEndsMs = 0;
  #heldUntilMs = 0;
  #handled = 0;

  constructor(max: number, wallClock: Clock) {
    this.#max = max;
    this.#wallClock = wallClock;
  }

  isHeld(): boolean {
    return this.#wallClock.nowMs() < this.#heldUntilMs;
  }

  isOpen(): boolean {
    return !this.isHeld() && !this.#isFull();
  }

  opensMs(): number {
    return this.isHeld() ? this.#heldUntilMs : this.#secondEndsMs;
  }

  count(): void {
    this.#handled += 1;
  }

  hold(ms: number): void {
    this.#heldUntilMs = this.#wallClock.nowMs() + ms;
  }

  #isFull(): boolean {
    const nowMs = this.#wallClock.nowMs();
    if (nowMs >= this.#secondEndsMs) {
      this.#secondEndsMs = nowMs + SECOND_MS;
      this.#handled = 0;
    }
    return this.#handled >= this.#max;
  }
}
