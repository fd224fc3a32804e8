import { createOperationSlots, type OperationSlots } from './operation-slots.ts';

/** Limits of the operations of each client. */
export interface ClientSlots {
  /** Resolves with the function that leaves the slot; with null at once when too many operations of the client wait. */
  enter(client: string): Promise<(() => void) | null>;
  /** Clients with an operation that runs or waits. */
  readonly clients: number;
}

/**
 * Creates the slots of clients.
 *
 * @param slots operations of one client that run at once
 * @param waitingPerSlot operations of one client that may wait, for each that may run
 */
export function createClientSlots(slots: number, waitingPerSlot: number): ClientSlots {
  const byClient = new Map<string, OperationSlots>();
  return {
    enter: async (client) => {
      const ofClient = byClient.get(client) ?? createOperationSlots(slots, waitingPerSlot);
      byClient.set(client, ofClient);
      if (!(await ofClient.enter())) return null;
      return () => {
        ofClient.leave();
        if (ofClient.isEmpty) byClient.delete(client);
      };
    },
    get clients() {
      return byClient.size;
    },
  };
}
