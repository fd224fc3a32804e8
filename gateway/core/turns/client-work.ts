import type { Client } from '../hooks.ts';

/** The connection on which an operation came. */
export interface Origin {
  /** Stands for the connection: an HTTP connection's socket, or the session of a WebSocket. */
  readonly connection: object;
  /** True once nobody waits for the answer: the connection is gone, or the client has left the operation. */
  isGone(): boolean;
}

/** Work of the gateway for a client. */
export interface ClientWork {
  readonly client: Client;
  readonly origin: Origin;
  /** Estimated work, in the units of an operation's cost: 400 take about a millisecond of a processor. */
  readonly cost: number;
  /** True for a mutation, which waits for databases and queues most of its time. By default false. */
  readonly isMutation?: boolean;
}
