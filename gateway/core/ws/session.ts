import type { OperationIds } from '#platform/graphql/operation-ids.ts';
import type { Client } from '../hooks.ts';
import type { OperationSlots } from '../turns/operation-slots.ts';
import type { SocketCaller } from './socket-caller.ts';
import type { SocketOutlet } from './socket-outlet.ts';

/** One client's socket. */
export interface SocketSession {
  readonly outlet: SocketOutlet;
  readonly operationIds: OperationIds;
  readonly credentials: SocketCaller;
  /** Network address of the client; null when it is unknown. */
  readonly address: string | null;
  /** Accepted subscriptions, by their inner ids; each function ends one. */
  readonly live: Map<string, () => void>;
  /** Of queries and mutations. */
  readonly slots: OperationSlots;
  /** True while a newer token is being checked. */
  isRenewing: boolean;
  isClosed: boolean;
  close(code: number, reason: string): void;
  /** Called for each refused operation. The messages of a client that goes on wait for a while. */
  onRefused(): void;
}

export const clientOf = ({ credentials, address }: SocketSession): Client => ({
  caller: credentials.caller,
  address,
});
