import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CutConnection } from './connection-limits.ts';

/** Requests of a connection that may wait for the answers before them: a few kilobytes each. */
const MAX_WAITING = 16;

/** A connection with a request at work. */
interface Busy {
  request: IncomingMessage;
  response: ServerResponse;
  /** The requests that wait for the answers before them. */
  readonly waiting: (() => void)[];
  /** True when the connection ends after its answers. */
  isEnding: boolean;
}

/** The requests of each connection, in their order. */
export interface Pipelining {
  /**
   * Passes requests on to a handler, those of one connection one after the other: each when the answer before it has gone, so that a client
   * that sends requests ahead of their answers has no more of them at work than any other. While some wait, the connection is not read;
   * beyond MAX_WAITING it is ended, and what it has sent is dropped.
   */
  inOrder(handle: RequestListener): RequestListener;
  /** True until the answers to all requests of the connection have gone: what else is written meanwhile would be read as a part of them. */
  readonly isBusy: (socket: Socket) => boolean;
  /** Ends a connection after the answers to its whole requests. False when it has none: then the next answer may be written. */
  endAfterAnswers(socket: Socket): boolean;
}

export function createPipelining(cut: CutConnection): Pipelining {
  const connections = new WeakMap<Socket, Busy>();
  const next = (socket: Socket): void => {
    const busy = connections.get(socket);
    const isGone = socket.destroyed || !socket.writable;
    const run = isGone ? undefined : busy?.waiting.shift();
    if (run) return run();
    connections.delete(socket);
    if (isGone) return;
    if (busy?.isEnding) socket.end(() => socket.destroy());
    else socket.resume();
  };
  const inOrder =
    (handle: RequestListener): RequestListener =>
    (request, response) => {
      const { socket } = request;
      if (socket.destroyed) return;
      const busy = connections.get(socket);
      const run = (): void => {
        Object.assign(connections.get(socket) ?? {}, { request, response });
        // The next request starts in another turn of the event loop, after what other connections have sent.
        response.once('close', () => setImmediate(next, socket));
        handle(request, response);
      };
      if (!busy) {
        connections.set(socket, { request, response, waiting: [], isEnding: false });
        return run();
      }
      if (busy.waiting.length >= MAX_WAITING) return cut(socket);
      busy.waiting.push(run);
      socket.pause();
    };
  return {
    inOrder,
    isBusy: (socket) => connections.has(socket),
    endAfterAnswers: (socket) => {
      const busy = connections.get(socket);
      if (!busy || !(busy.request.complete || busy.response.headersSent)) return false;
      busy.isEnding = true;
      return true;
    },
  };
}
