import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { CutConnection } from './connection-limits.ts';

/** Requests of a connection that may wait for the answers before them: a few kilobytes each. */
const MAX_WAITING = 16;

/**
 * Passes requests on to a handler, those of one connection one after the other: each when the answer before it has gone, so that a client
 * that sends requests ahead of their answers has no more of them at work than any other. While some wait, the connection is not read;
 * beyond MAX_WAITING it is ended, and what it has sent is dropped.
 */
export function queuePipelined(handle: RequestListener, cut: CutConnection): RequestListener {
  /** The requests that wait, of each connection with a request at work. */
  const connections = new WeakMap<Socket, (() => void)[]>();
  const next = (socket: Socket): void => {
    const isGone = socket.destroyed || !socket.writable;
    const run = isGone ? undefined : connections.get(socket)?.shift();
    if (run) return run();
    connections.delete(socket);
    if (!isGone) socket.resume();
  };
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const run = (): void => {
      // The next request starts in another turn of the event loop, after what other connections have sent.
      response.once('close', () => setImmediate(next, socket));
      handle(request, response);
    };
    const waiting = connections.get(socket);
    if (!waiting) {
      connections.set(socket, []);
      return run();
    }
    if (waiting.length >= MAX_WAITING) return cut(socket);
    waiting.push(run);
    socket.pause();
  };
}
