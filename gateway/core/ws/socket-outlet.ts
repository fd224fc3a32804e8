import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Outlet } from '../subscriptions/delivery.ts';
import { textFrame } from '../subscriptions/text-frame.ts';
import type { Reading } from './reading.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

/** The output of a socket. */
export interface SocketOutlet extends Outlet {
  /** Sends a message. Resolves when it is handed to the network, or the socket is gone. */
  send(message: string): Promise<void>;
  /** Forgets all that waits, when the socket has closed. */
  close(): void;
}

export interface SocketOutletOptions {
  readonly socket: Pick<WebSocket, 'readyState' | 'OPEN'>;
  /** The connection below the socket, to which whole frames go. The socket compresses none, and has none of its own that wait. */
  readonly wire: Pick<Duplex, 'writableLength' | 'write'>;
  /** Called before each frame: see `WriteTurns`. By default each frame is a write of its own. */
  readonly beforeWrite?: () => boolean;
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

/** Calls back until the outlet is full. A stream that fills it again waits behind the others. */
function drain(waiting: Set<() => void>, isFull: () => boolean): void {
  for (const callback of [...waiting]) {
    if (isFull()) return;
    waiting.delete(callback);
    callback();
  }
}

/** Bytes that wait for one socket: frames that the network has not taken, and what is held elsewhere. */
function createUnsent({ wire, waitingBytes, bufferBytes, total }: SocketOutletOptions) {
  let unsentBytes = 0;
  let heldBytes = 0;
  return {
    get bytes() {
      return unsentBytes;
    },
    /** Counts the frames that are unsent now. */
    measure: (): void => {
      const bytes = wire.writableLength;
      total.add(bytes - unsentBytes);
      unsentBytes = bytes;
    },
    isOver: (): boolean =>
      unsentBytes + heldBytes > waitingBytes || (unsentBytes > bufferBytes && !total.fits(0)),
    fits: (bytes: number): boolean => unsentBytes + heldBytes + bytes <= waitingBytes && total.fits(bytes),
    hold: (bytes: number): void => {
      heldBytes += bytes;
      total.add(bytes);
    },
    forget: (): void => {
      total.add(-unsentBytes);
      unsentBytes = 0;
    },
  };
}

/**
 * Creates the outlet of a socket. Events wait in their streams while `bufferBytes` of frames are unsent, so that a client that
 * leaves a stream gets no more of it. Results of operations are written at once; when many are unsent, the client's next
 * messages are not read.
 */
export function createSocketOutlet(options: SocketOutletOptions): SocketOutlet {
  const { socket, wire, reading, bufferBytes, waitingBytes, beforeWrite = () => true } = options;
  const pauseBytes = Math.max(bufferBytes, waitingBytes * PAUSE_SHARE);
  const drained = new Set<() => void>();
  const unsent = createUnsent(options);
  const isFull = (): boolean => unsent.bytes > bufferBytes;
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  const afterWrite = (): void => {
    if (!isOpen()) return;
    unsent.measure();
    if (unsent.bytes <= pauseBytes / 2) reading.resume(REASON);
    if (unsent.bytes <= bufferBytes / 2 && drained.size > 0) drain(drained, isFull);
  };
  /** True when a frame may be written. One result may be larger than the limit: it is written when less than the limit waits. */
  const mayWrite = (): boolean => {
    if (isOpen() && unsent.isOver()) options.onOverflow();
    return isOpen();
  };
  const afterFrame = (): void => {
    unsent.measure();
    if (unsent.bytes > pauseBytes) reading.pause(REASON);
  };
  return {
    get isFull() {
      return isFull();
    },
    write: (frame) => {
      if (!mayWrite()) return;
      // Frames that share a write are written at once: the first one's callback speaks for all.
      if (beforeWrite()) wire.write(frame, afterWrite);
      else wire.write(frame);
      afterFrame();
    },
    send: (message) =>
      new Promise((resolve) => {
        if (!mayWrite()) return resolve();
        beforeWrite();
        wire.write(textFrame(message), () => {
          resolve();
          afterWrite();
        });
        return afterFrame();
      }),
    onDrain: (callback) => {
      drained.add(callback);
      return () => void drained.delete(callback);
    },
    hold: (bytes) => {
      if (!unsent.fits(bytes)) return false;
      unsent.hold(bytes);
      return true;
    },
    release: (bytes) => unsent.hold(-bytes),
    close: () => {
      drained.clear();
      unsent.forget();
    },
  };
}
