import type { OperationIds } from '#platform/graphql/operation-ids.ts';
import type { Entries } from '#platform/small-map.ts';
import type { Client } from '../hooks.ts';
import type { Outlet } from '../subscriptions/delivery.ts';
import type { ResultFraming } from '../subscriptions/framing.ts';
import type { OperationSlots } from '../turns/operation-slots.ts';
import type { SocketCaller } from './socket-caller.ts';
import type { SocketOutlet } from './socket-outlet.ts';

/** An accepted subscription. */
export interface LiveOperation {
  /** Ends it. May be called again. */
  leave(): void;
}

/** The operations of one client's connection: a socket, or a stream over HTTP. */
export interface ClientSession {
  readonly outlet: Outlet;
  readonly operationIds: Pick<OperationIds, 'clientIdOf'>;
  readonly credentials: SocketCaller;
  /** Network address of the client; null when it is unknown. */
  readonly address: string | null;
  /** Accepted subscriptions, by their inner ids. */
  readonly live: Entries<string, LiveOperation>;
  /** Of queries and mutations. */
  readonly slots: OperationSlots;
  isClosed: boolean;
  /** Creates the framing of a subscription, by the client's id of it. */
  framingOf(clientId: string): ResultFraming;
}

/** One client's socket. */
export interface SocketSession extends ClientSession {
  readonly outlet: SocketOutlet;
  readonly operationIds: OperationIds;
  /** True while a newer token is being checked. */
  isRenewing: boolean;
  /** Called when `connection_init` has come. */
  onInit(): void;
  close(code: number, reason: string): void;
  /** Called for each refused operation. The messages of a client that goes on wait for a while. */
  onRefused(): void;
}

export const clientOf = ({ credentials, address }: ClientSession): Client => ({
  caller: credentials.caller,
  address,
});
