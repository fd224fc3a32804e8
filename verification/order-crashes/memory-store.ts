import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { OrderCommand, OrderStore, OrderTransaction, OutgoingCommand } from '#orders/store/store.ts';
import { abandonReplaces, markSent, replaceIntents, type ReplaceMethod } from './memory-replaces.ts';
import type { Atomic, OrderRows } from './memory-rows.ts';

/** A point between two effects. Rejects when the process crashes there, or has crashed. */
export type Point = () => Promise<void>;

/** The methods that placing, replacing, canceling, recovery, relays and reports use. */
export type CrashingStore = Pick<
  OrderStore,
  | 'transaction'
  | ReplaceMethod
  | 'addIntents'
  | 'acceptOrders'
  | 'dropIntents'
  | 'abandonIntents'
  | 'abandonIntentsBefore'
  | 'abandonedReservations'
  | 'forgetAbandoned'
  | 'orders'
  | 'byClientOrderIds'
  | 'publishCommands'
  | 'publishFacts'
>;

const keyOf = (order: Pick<OrderRecord, 'accountId' | 'clientOrderId'>): string =>
  `${order.accountId} ${order.clientOrderId}`;

/** Creates the store of one process over the rows: each call is atomic, with a point before its effect and one after it. */
export function createCrashingStore(rows: OrderRows, point: Point): CrashingStore {
  const atomic = async <T>(effect: () => T): Promise<T> => {
    await point();
    const result = effect();
    await point();
    return result;
  };
  const inTurn = createMutex();
  return {
    ...intents(rows, atomic),
    ...replaceIntents(rows, atomic, inTurn),
    abandonIntentsBefore: async (instantMs) =>
      (await abandonOrdersBefore(rows, atomic, instantMs)) +
      (await inTurn(() => atomic(() => abandonReplaces(rows, (replace) => replace.intentAtMs < instantMs)))),
    ...relays(rows, point),
    transaction: (work) =>
      inTurn(async () => {
        const writes: (() => void)[] = [];
        const result = await work(createTransaction(rows, point, writes));
        return atomic(() => {
          for (const write of writes) write();
          return result;
        });
      }),
    orders: (ids) =>
      atomic(() =>
        ids.map((id) => {
          const stored = rows.orders.get(id);
          return stored && !stored.reserving ? stored.order : null;
        }),
      ),
    byClientOrderIds: (keys) =>
      atomic(() =>
        keys.map(({ accountId, clientId }) => {
          const id = rows.ids.get(keyOf({ accountId, clientOrderId: clientId }));
          return (id !== undefined && rows.orders.get(id)) || null;
        }),
      ),
  };
}

type IntentMethods = Omit<
  CrashingStore,
  | ReplaceMethod
  | 'transaction'
  | 'orders'
  | 'byClientOrderIds'
  | 'publishCommands'
  | 'publishFacts'
  | 'abandonIntentsBefore'
>;

function removeOrder(rows: OrderRows, { orderId, ...order }: OrderRecord): void {
  rows.orders.delete(orderId);
  rows.ids.delete(keyOf(order));
}

function abandonOrders(rows: OrderRows, which: (order: OrderRecord) => boolean): number {
  const found = [...rows.orders.values()].filter(({ order, reserving }) => reserving && which(order));
  for (const { order } of found) {
    removeOrder(rows, order);
    rows.abandoned.set(order.orderId, order.correlationId);
  }
  return found.length;
}

const abandonOrdersBefore = (rows: OrderRows, atomic: Atomic, instantMs: number): Promise<number> =>
  atomic(() => abandonOrders(rows, ({ intentAtMs }) => intentAtMs < instantMs));

function addCommands({ stream, commandOutbox }: OrderRows, commands: readonly OrderCommand[]): void {
  for (const command of commands) commandOutbox.push({ number: (stream.lastNumber += 1), command });
}

function intents(rows: OrderRows, atomic: Atomic): IntentMethods {
  return {
    addIntents: (orders) =>
      atomic(() => {
        const known = orders.map((order) => rows.orders.get(rows.ids.get(keyOf(order)) ?? '') ?? null);
        return orders.map((order, index) => {
          const stored = known[index];
          if (stored) return stored;
          // An id that occurs twice in the statement.
          if (rows.ids.has(keyOf(order))) return null;
          rows.ids.set(keyOf(order), order.orderId);
          rows.orders.set(order.orderId, { order, reserving: true });
          return 'WRITTEN';
        });
      }),
    acceptOrders: (accepted) =>
      atomic(() => {
        const taken = accepted.filter(({ orderId }) => rows.orders.get(orderId)?.reserving);
        for (const { orderId, fact, command } of taken) {
          const stored = rows.orders.get(orderId);
          if (stored) rows.orders.set(orderId, { ...stored, reserving: false });
          addFact(rows, fact);
          addCommands(rows, [command]);
        }
        return new Set(taken.map(({ orderId }) => orderId));
      }),
    dropIntents: (ids) =>
      atomic(() => {
        for (const id of ids) {
          const stored = rows.orders.get(id);
          if (stored?.reserving) removeOrder(rows, stored.order);
        }
      }),
    abandonIntents: (ids) => atomic(() => void abandonOrders(rows, ({ orderId }) => ids.includes(orderId))),
    abandonedReservations: (limit) =>
      atomic(() =>
        [...rows.abandoned]
          .slice(0, limit)
          .map(([reservationId, correlationId]) => ({ reservationId, correlationId })),
      ),
    forgetAbandoned: (ids) =>
      atomic(() => {
        for (const id of ids) rows.abandoned.delete(id);
      }),
  };
}

/** Facts of a batch. */
const FACTS = 7;

/** Outboxes as in `store-outbox.ts`: rows are deleted after they are published. */
function relays(rows: OrderRows, point: Point): Pick<CrashingStore, 'publishCommands' | 'publishFacts'> {
  return {
    publishCommands: async (_shard, limit, publish) => {
      await point();
      const sent = rows.commandOutbox.slice(0, limit);
      if (sent.length === 0) return 0;
      await publish(
        sent.map(({ number, command }): OutgoingCommand => ({
          number,
          commandId: command.commandId,
          correlationId: command.correlationId,
          body: engineCommandCodec.encode({ ...command, number }),
        })),
      );
      await point();
      rows.commandOutbox.splice(0, sent.length);
      await point();
      return sent.length;
    },
    publishFacts: async (publish) => {
      await point();
      const sent = rows.factOutbox.slice(0, FACTS);
      await publish(sent.map((fact) => ({ accountId: fact.accountId, body: orderFactCodec.encode(fact) })));
      await point();
      rows.factOutbox.splice(0, sent.length);
      return sent.length;
    },
  };
}

function createTransaction(rows: OrderRows, point: Point, writes: (() => void)[]): OrderTransaction {
  return {
    acceptReplaces: async (ids) => {
      await point();
      const accepted = ids.filter((id) => rows.replaces.byId.get(id)?.reserving);
      writes.push(() => accepted.forEach((id) => markSent(rows.replaces, id)));
      return new Set(accepted);
    },
    lockOrders: async (ids) => {
      await point();
      return [...ids].sort().flatMap((id) => {
        const stored = rows.orders.get(id);
        return stored && !stored.reserving ? stored.order : [];
      });
    },
    saveOrders: (orders) => {
      writes.push(() => {
        for (const order of orders) rows.orders.set(order.orderId, { order, reserving: false });
      });
    },
    addExecutions: (executions) => void writes.push(() => rows.executions.push(...executions)),
    addFacts: (drafts) => void writes.push(() => drafts.forEach((draft) => addFact(rows, draft))),
    addCommands: (commands) => void writes.push(() => addCommands(rows, commands)),
    lockInbox: async () => {
      await point();
      return { ...rows.inbox };
    },
    savePosition: (_stream, state) => void writes.push(() => Object.assign(rows.inbox, state)),
    lastCommandNumber: async () => rows.stream.lastNumber,
    reportExceptions: async (_stream, sequences) =>
      sequences.flatMap((sequence) => rows.inbox.exceptions.get(sequence) ?? []),
    saveInbox: (_stream, { lastSequence, added, resolved }) => {
      writes.push(() => {
        Object.assign(rows.inbox, { lastSequence });
        for (const one of added) rows.inbox.exceptions.set(one.sequence, one);
        for (const sequence of resolved) rows.inbox.exceptions.delete(sequence);
      });
    },
  };
}

function addFact(rows: OrderRows, draft: FactDraft): void {
  const facts = rows.facts.get(draft.accountId) ?? [];
  rows.facts.set(draft.accountId, facts);
  const fact: OrderFact = { v: 1, ...draft, sequence: facts.length + 1 };
  facts.push(fact);
  rows.factOutbox.push(fact);
}

/** Runs transactions one after the other: they lock the same rows. */
function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
