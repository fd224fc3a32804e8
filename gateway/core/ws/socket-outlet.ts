import type { WebSocket } from 'ws';
import type { Outlet } from '../subscriptions/delivery.ts';

/** The output of a socket. While its buffer is full, the socket is not read either. */
export interface SocketOutlet extends Outlet {
  /** Resolves when the frame is handed to the network, or the socket is gone. */
  send(frame: string): Promise<void>;
}

/** @param maxBufferedBytes bytes that may wait before the outlet is full; it drains at half of that */
export function createSocketOutlet(socket: WebSocket, maxBufferedBytes: number): SocketOutlet {
  let drained: (() => void)[] = [];
  const afterWrite = (): void => {
    if (socket.bufferedAmount > maxBufferedBytes / 2) return;
    if (socket.isPaused) socket.resume();
    if (drained.length === 0) return;
    const callbacks = drained;
    drained = [];
    for (const callback of callbacks) callback();
  };
  const write = (frame: string, onWritten: () => void): void => {
    if (socket.readyState !== socket.OPEN) return onWritten();
    // After an error the socket closes, and its close handler cleans up.
    socket.send(frame, () => {
      onWritten();
      afterWrite();
    });
    if (socket.bufferedAmount > maxBufferedBytes && !socket.isPaused) socket.pause();
  };
  return {
    get isFull() {
      return socket.bufferedAmount > maxBufferedBytes;
    },
    write: (frame) => write(frame, () => undefined),
    send: (frame) => new Promise((resolve) => write(frame, resolve)),
    onDrain: (callback) => void drained.push(callback),
  };
}
