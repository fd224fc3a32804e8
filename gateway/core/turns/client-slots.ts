import { createOperationSlots, type OperationSlots } from './operation-slots.ts';

/** Limits of the operations of each client. */
export interface ClientSlots {
  /** Resolves with the function that leaves the slot; with null at once when too many operations of the client wait. */
  enter(client: string): Promise<(() => void) | null>;
  /** True when the next operation of the client would wait. */
  isFull(client: string): boolean;
  /** True when so many operations of the client wait that it floods. */
  isFlooded(client: string): boolean;
  /** Clients with an operation that runs or waits. */
  readonly clients: number;
}

/** Waiting operations of a client that floods. A client on a busy gateway may have one or two. */
const FLOOD_WAITING = 3;

/**
 * Creates the slots of clients.
 *
 * @param slots operations of a client that run at once now
 * @param maxWaiting operations of one client that may wait
 */
export function createClientSlots(slots: (client: string) => number, maxWaiting: number): ClientSlots {
  const byClient = new Map<string, OperationSlots>();
  return {
    enter: async (client) => {
      const ofClient = byClient.get(client) ?? createOperationSlots(() => slots(client), maxWaiting);
      byClient.set(client, ofClient);
      if (!(await ofClient.enter())) return null;
      return () => {
        ofClient.leave();
        if (ofClient.isEmpty) byClient.delete(client);
      };
    },
    isFlooded: (client) => (byClient.get(client)?.waiting ?? 0) >= FLOOD_WAITING,
    isFull: (client) => byClient.get(client)?.isFull ?? false,
    get clients() {
      return byClient.size;
    },
  };
}
