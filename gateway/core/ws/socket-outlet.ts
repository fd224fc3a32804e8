import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Outlet } from '../subscriptions/delivery.ts';
import type { Reading } from './reading.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

/** The output of a socket. */
export interface SocketOutlet extends Outlet {
  /** Resolves when the frame is handed to the network, or the socket is gone. */
  send(frame: string): Promise<void>;
  /** Forgets all that waits, when the socket has closed. */
  close(): void;
}

export interface SocketOutletOptions {
  readonly socket: Pick<WebSocket, 'bufferedAmount' | 'readyState' | 'OPEN' | 'send'>;
  /** Called before each frame is sent: see `shareWrites`. */
  readonly beforeSend?: () => void;
  readonly reading: Reading;
  /** Bytes of unsent frames beyond which events wait in their streams. The outlet drains at half of that. */
  readonly bufferBytes: number;
  /** Bytes that may wait for the socket: unsent frames, waiting events and texts of subscriptions. */
  readonly waitingBytes: number;
  /** Bytes that wait for all sockets. */
  readonly total: WaitingBytes;
  /** Called when unsent frames exceed the limit: the client sends operations and does not read their results. */
  readonly onOverflow: () => void;
}

/** Part of the budget that unsent frames may take before the socket is not read. */
const PAUSE_SHARE = 1 / 4;
const REASON = 'unsent frames';

/** Lets the frames that a turn of the event loop sends share a write to the network. Called before each frame. */
export function shareWrites(wire: Pick<Duplex, 'cork' | 'uncork'>): () => void {
  let isCorked = false;
  return () => {
    if (isCorked) return;
    isCorked = true;
    wire.cork();
    setImmediate(() => {
      isCorked = false;
      wire.uncork();
    });
  };
}

/** Calls back until the outlet is full. A stream that fills it again waits behind the others. */
function drain(waiting: Set<() => void>, isFull: () => boolean): void {
  for (const callback of [...waiting]) {
    if (isFull()) return;
    waiting.delete(callback);
    callback();
  }
}

/**
 * Creates the outlet of a socket. Events wait in their streams while `bufferBytes` of frames are unsent, so that a client that
 * leaves a stream gets no more of it. Results of operations are written at once; when many are unsent, the client's next
 * messages are not read.
 */
export function createSocketOutlet(options: SocketOutletOptions): SocketOutlet {
  const { socket, reading, bufferBytes, waitingBytes, total, beforeSend } = options;
  const pauseBytes = Math.max(bufferBytes, waitingBytes * PAUSE_SHARE);
  const drained = new Set<() => void>();
  let heldBytes = 0;
  let unsentBytes = 0;
  const measure = (): void => {
    total.add(socket.bufferedAmount - unsentBytes);
    unsentBytes = socket.bufferedAmount;
  };
  const isFull = (): boolean => socket.bufferedAmount > bufferBytes;
  const afterWrite = (): void => {
    measure();
    if (unsentBytes <= pauseBytes / 2) reading.resume(REASON);
    if (unsentBytes <= bufferBytes / 2) drain(drained, isFull);
  };
  const isOver = (): boolean =>
    unsentBytes + heldBytes > waitingBytes || (unsentBytes > bufferBytes && !total.fits(0));
  const write = (frame: string, onWritten: () => void): void => {
    // One result may be larger than the limit: it is written when less than the limit waits.
    if (socket.readyState === socket.OPEN && isOver()) options.onOverflow();
    if (socket.readyState !== socket.OPEN) return onWritten();
    beforeSend?.();
    // After an error the socket closes, and its close handler cleans up.
    socket.send(frame, () => {
      onWritten();
      if (socket.readyState === socket.OPEN) afterWrite();
    });
    measure();
    if (unsentBytes > pauseBytes) reading.pause(REASON);
  };
  const hold = (bytes: number): void => {
    heldBytes += bytes;
    total.add(bytes);
  };
  return {
    get isFull() {
      return isFull();
    },
    write: (frame) => write(frame, () => undefined),
    send: (frame) => new Promise((resolve) => write(frame, resolve)),
    onDrain: (callback) => {
      drained.add(callback);
      return () => void drained.delete(callback);
    },
    hold: (bytes) => {
      if (unsentBytes + heldBytes + bytes > waitingBytes || !total.fits(bytes)) return false;
      hold(bytes);
      return true;
    },
    release: (bytes) => hold(-bytes),
    close: () => {
      drained.clear();
      total.add(-unsentBytes);
      unsentBytes = 0;
    },
  };
}
