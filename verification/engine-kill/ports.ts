import type { CommandQueue, Settlement, Delivery } from '#platform/ports/command-queue.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { FromEngine, ToEngine } from './messages.ts';

/** The channel to the process that acts as the servers. */
export interface Channel {
  send(message: FromEngine): void;
  onMessage(handle: (message: ToEngine) => void): void;
}

/** Queue and log of an engine, served by its parent process, which outlives it. */
export function createChannelPorts(channel: Channel): {
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
} {
  const unconfirmed = new Map<number, () => void>();
  let lastId = 0;
  let onBatch: (deliveries: readonly Delivery[]) => void = () => undefined;
  let onRecords: (records: readonly ReadRecord[]) => void = () => undefined;
  channel.onMessage((message) => {
    if (message.kind === 'batch') return onBatch(message.deliveries);
    if (message.kind === 'records') return onRecords(message.records);
    if (message.kind !== 'confirmed') return;
    unconfirmed.get(message.id)?.();
    unconfirmed.delete(message.id);
  });
  const confirmed = (send: (id: number) => void): Promise<void> =>
    new Promise((resolve) => {
      unconfirmed.set(++lastId, resolve);
      send(lastId);
    });
  const nothing = async (): Promise<void> => undefined;
  const queue: CommandQueue = {
    declare: nothing,
    publish: (name, messages) =>
      confirmed((id) => channel.send({ kind: 'publish', id, queue: name, messages })),
    consume: async (_name, { maxBatch }, handle) => {
      onBatch = (deliveries) => void settle(deliveries, handle, channel);
      channel.send({ kind: 'consume', maxBatch });
      return nothing;
    },
    depth: async () => 0,
    deadLetters: async () => [],
    check: nothing,
    close: nothing,
  };
  const eventLog: EventLog = {
    declare: nothing,
    append: (topic, records) => confirmed((id) => channel.send({ kind: 'append', id, topic, records })),
    read: async (topics, _from, handle) => {
      onRecords = (records) => void handle(records);
      channel.send({ kind: 'read', topics });
      return nothing;
    },
    lag: async () => 0,
    check: nothing,
    close: nothing,
  };
  return { queue, eventLog };
}

/** Acknowledges a batch when it is handled; a batch that fails is delivered again to the next engine. */
async function settle(
  deliveries: readonly Delivery[],
  handle: (batch: readonly Delivery[]) => Promise<Settlement | void>,
  channel: Channel,
): Promise<void> {
  await handle(deliveries);
  channel.send({ kind: 'settle' });
}
