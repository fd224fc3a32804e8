import type { Clock } from '#platform/time/clock.ts';

/** Time for which a client counts as active after its last operation. */
const ACTIVE_MS = 1_000;

/** Knows whether several clients have operations. */
export interface ActiveClients {
  /** Records an operation of a client. */
  note(client: string): void;
  /** True when a client other than this one has had an operation within ACTIVE_MS. */
  hasOthers(client: string): boolean;
}

/** Remembers the last two clients: one of them is another one for any client. */
export function createActiveClients(wallClock: Clock): ActiveClients {
  let last = { client: '', atMs: -Infinity };
  let before = last;
  return {
    note: (client) => {
      if (client !== last.client) before = last;
      last = { client, atMs: wallClock.nowMs() };
    },
    hasOthers: (client) => {
      const other = last.client === client ? before : last;
      return other.atMs > wallClock.nowMs() - ACTIVE_MS;
    },
  };
}
