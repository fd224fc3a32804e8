import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Outlet } from '../subscriptions/delivery.ts';
import { createSocketOutlet, type SocketOutletOptions } from '../sessions/socket-outlet.ts';
import type { WriteTurns } from '../sessions/write-turns.ts';
import { COMMENT, COMPLETE_EVENT, lastEvents } from './event-frames.ts';

/** An answer of server-sent events. */
export interface EventStream {
  readonly outlet: Outlet;
  /** Ends the answer with the event `complete`, after a last result when there is one. */
  complete(result?: object): void;
  /** Writes a comment, unless events wait: then the connection is in use, or its client does not read. */
  ping(): void;
  /** Ends the answer without the event `complete`, so that the client comes back, and closes the connection behind it. */
  abandon(): void;
}

export interface EventStreamOptions extends Pick<
  SocketOutletOptions,
  'bufferBytes' | 'waitingBytes' | 'total'
> {
  /** The answer, whose head is sent. */
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly writes: WriteTurns;
  /** Called once, when the answer is handed to the network or the client has left. */
  readonly onClose: () => void;
}

/** States of a WebSocket, which the outlet knows. */
const [OPEN, CLOSING, CLOSED] = [1, 2, 3] as const;

/** A request has no further messages to read. */
const NO_READING = { pause: () => undefined, resume: () => undefined };

/** Opens the answer of a stream. Events wait for its client as for that of a socket; one that reads too slowly is cut. */
export function openEventStream(options: EventStreamOptions): EventStream {
  const { response, socket, writes, onClose } = options;
  const state: { readyState: 1 | 2 | 3 } = { readyState: OPEN };
  const outlet = createSocketOutlet({
    ...options,
    socket: state,
    wire: response,
    held: writes.of(socket),
    reading: NO_READING,
    onOverflow: () => {
      state.readyState = CLOSED;
      socket.destroy();
    },
  });
  const close = (): void => {
    response.off('finish', close);
    socket.off('close', close);
    state.readyState = CLOSED;
    outlet.close();
    onClose();
  };
  response.once('finish', close);
  // A queued answer of a pipelined request does not see the end of its connection.
  socket.once('close', close);
  const end = (): void => {
    if (state.readyState !== OPEN) return;
    state.readyState = CLOSING;
    response.end();
  };
  return {
    outlet,
    complete: (result) => {
      outlet.write(result === undefined ? COMPLETE_EVENT : lastEvents(result));
      end();
    },
    ping: () => {
      if (state.readyState === OPEN && response.writableLength === 0) response.write(COMMENT);
    },
    abandon: () => {
      response.once('finish', () => socket.destroySoon());
      end();
    },
  };
}
