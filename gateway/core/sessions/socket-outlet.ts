import type { Duplex } from 'node:stream';
import type { DrainWaiter, Outlet } from '../subscriptions/delivery.ts';
import { textFrame } from '../subscriptions/text-frame.ts';
import type { Reading } from '../ws/reading.ts';
import type { WaitingBytes } from './waiting-bytes.ts';
import type { HeldFrames } from './write-turns.ts';

/** The output of a socket or of a stream over HTTP. */
export interface SocketOutlet extends Outlet {
  /** Sends a message of a socket. Resolves when it is handed to the network, or the socket is gone. */
  send(message: string): Promise<void>;
  /** Forgets all that waits, when the socket has closed. */
  close(): void;
}

export interface SocketOutletOptions {
  /** The state as of a WebSocket: nothing is written unless it is open. */
  readonly socket: { readonly readyState: number };
  /** The connection below the socket, to which whole frames go. The socket compresses none, and has none of its own that wait. */
  readonly wire: Pick<Duplex, 'writableLength' | 'write'>;
  /** See `WriteTurns`. By default each frame is a write of its own. */
  readonly held?: HeldFrames;
  readonly reading: Reading;
  /** Bytes of unsent frames beyond which events wait in their streams. The outlet drains at half of that. */
  readonly bufferBytes: number;
  /** Bytes that may wait for the socket: unsent frames, waiting events and texts of subscriptions. */
  readonly waitingBytes: number;
  /** Bytes that wait for all sockets. */
  readonly total: WaitingBytes;
  /** Called when unsent frames exceed the limit: the client sends operations and does not read their results. */
  onOverflow(): void;
}

/** Part of the budget that unsent frames may take before the socket is not read. */
const PAUSE_SHARE = 1 / 4;
const REASON = 'unsent frames';
/** State of an open WebSocket. */
const OPEN = 1;

/** Calls back until the outlet is full. A stream that fills it again waits behind the others. */
function drain(waiting: Set<DrainWaiter>, isFull: () => boolean): void {
  for (const waiter of [...waiting]) {
    if (isFull()) return;
    waiting.delete(waiter);
    waiter.onDrained();
  }
}

/**
 * The outlet of a socket. Events wait in their streams while `bufferBytes` of frames are unsent, so that a client that leaves a
 * stream gets no more of it. Results of operations are written at once; when many are unsent, the client's next messages are not
 * read. A class: the frames of one event pass the outlets of thousands of sockets, and each object that they touch costs time.
 */
class FrameOutlet implements SocketOutlet {
  readonly #options: SocketOutletOptions;
  readonly #socket: SocketOutletOptions['socket'];
  readonly #wire: SocketOutletOptions['wire'];
  readonly #bufferBytes: number;
  readonly #pauseBytes: number;
  /** One function for all frames of the socket. */
  readonly #afterWrite = (): void => this.#onWritten();
  /** Null while no stream waits. */
  #drained: Set<DrainWaiter> | null = null;
  #unsentBytes = 0;
  #heldBytes = 0;
  #isPaused = false;

  constructor(options: SocketOutletOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#wire = options.wire;
    this.#bufferBytes = options.bufferBytes;
    this.#pauseBytes = Math.max(options.bufferBytes, options.waitingBytes * PAUSE_SHARE);
  }

  get isFull(): boolean {
    return this.#unsentBytes > this.#bufferBytes;
  }

  write(frame: Buffer): void {
    if (!this.#mayWrite()) return;
    // Frames that share a write are written at once: the first one's callback speaks for all.
    if (this.#beginWrite()) this.#wire.write(frame, this.#afterWrite);
    else this.#wire.write(frame);
    this.#afterFrame();
  }

  send(message: string): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#mayWrite()) return resolve();
      this.#beginWrite();
      this.#wire.write(textFrame(message), () => {
        resolve();
        this.#onWritten();
      });
      return this.#afterFrame();
    });
  }

  waitForDrain(waiter: DrainWaiter): void {
    this.#drained ??= new Set();
    this.#drained.add(waiter);
  }

  cancelDrain(waiter: DrainWaiter): void {
    this.#drained?.delete(waiter);
  }

  hold(bytes: number): boolean {
    const { waitingBytes, total } = this.#options;
    if (this.#unsentBytes + this.#heldBytes + bytes > waitingBytes || !total.fits(bytes)) return false;
    this.#addHeld(bytes);
    return true;
  }

  release(bytes: number): void {
    this.#addHeld(-bytes);
  }

  close(): void {
    this.#drained = null;
    this.#options.total.add(-this.#unsentBytes);
    this.#unsentBytes = 0;
  }

  #addHeld(bytes: number): void {
    this.#heldBytes += bytes;
    this.#options.total.add(bytes);
  }

  #beginWrite(): boolean {
    const { held } = this.#options;
    return held === undefined || held.begin();
  }

  #isOpen(): boolean {
    return this.#socket.readyState === OPEN;
  }

  /** True when a frame may be written. One result may be larger than the limit: it is written when less than the limit waits. */
  #mayWrite(): boolean {
    if (!this.#isOpen()) return false;
    if (this.#unsentBytes === 0) return true;
    const { waitingBytes, total } = this.#options;
    const isOver = this.#unsentBytes + this.#heldBytes > waitingBytes;
    if (isOver || (this.isFull && !total.fits(0))) this.#options.onOverflow();
    return this.#isOpen();
  }

  #measure(): void {
    const bytes = this.#wire.writableLength;
    if (bytes === this.#unsentBytes) return;
    this.#options.total.add(bytes - this.#unsentBytes);
    this.#unsentBytes = bytes;
  }

  #afterFrame(): void {
    this.#measure();
    if (this.#isPaused || this.#unsentBytes <= this.#pauseBytes) return;
    this.#isPaused = true;
    this.#options.reading.pause(REASON);
  }

  #onWritten(): void {
    // The network took the frame at once, as nearly always.
    if (this.#unsentBytes === 0 && !this.#isPaused && this.#drained === null) return;
    if (!this.#isOpen()) return;
    this.#measure();
    if (this.#isPaused && this.#unsentBytes <= this.#pauseBytes / 2) {
      this.#isPaused = false;
      this.#options.reading.resume(REASON);
    }
    if (this.#unsentBytes > this.#bufferBytes / 2 || this.#drained === null) return;
    drain(this.#drained, () => this.isFull);
    if (this.#drained?.size === 0) this.#drained = null;
  }
}

export const createSocketOutlet = (options: SocketOutletOptions): SocketOutlet => new FrameOutlet(options);
