import { setImmediate } from 'node:timers/promises';

/** Resolves in a turn of the event loop of its own: no two calls resolve in the same turn. */
export type NextLoopTurn = () => Promise<void>;

/**
 * Creates a pace. Work in this process may run from its start to its end within one turn of the event loop; pieces that start in
 * turns of their own let the messages of other clients, and the answers of databases, be read between them.
 */
export function createLoopPace(): NextLoopTurn {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(() => setImmediate());
    last = next;
    return next;
  };
}
