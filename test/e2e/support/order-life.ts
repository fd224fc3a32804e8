import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PlaceOrderInput, ReplaceOrderInput } from '#sdk/src/index.ts';
import { granted, type Person } from './person.ts';

type Stream = ReturnType<Person['broker']['orderStream']>;
/** One update of the stream `orders`. */
export type OrderUpdate =
  Stream extends AsyncIterable<infer U extends { orders: unknown }> ? U['orders'] : never;
export type OrderView = OrderUpdate['order'];

/** A person at the exchange: places orders of one ticker, and sees on the stream all that happens to them. */
export interface Trader {
  readonly person: Person;
  place(terms: Partial<PlaceOrderInput>): Promise<OrderView>;
  /** The rule that refuses it. */
  refused(terms: Partial<PlaceOrderInput>): Promise<string>;
  preview(terms: Partial<PlaceOrderInput>): Promise<{ netAmount: string; referencePrice: string }>;
  replace(orderId: string, changes: Partial<ReplaceOrderInput>): Promise<OrderView>;
  /** The order once the stream has told a state of it that fits. */
  until(orderId: string, fits: (order: OrderView) => boolean): Promise<OrderView>;
  /** What the stream has told of the order, in order. */
  life(orderId: string): OrderView[];
  /** The statuses of `life`, those that follow themselves once. */
  statuses(orderId: string): string[];
  /** Cancels all that is open and waits until nothing is. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const WAIT = { timeout: 15_000, interval: 20 };

/** A trader of PETR4 who follows their orders from now on. */
export async function newTrader(person: Person): Promise<Trader> {
  const { broker, accountId } = person;
  const updates: OrderUpdate[] = [];
  const { account } = await broker.orders({ accountId, first: 1 });
  const stream = broker.orderStream({ accountId, after: account?.ordersCursor ?? null });
  const reading = (async () => {
    for await (const { orders } of stream) updates.push(orders);
  })();
  const inputOf = (terms: Partial<PlaceOrderInput>): PlaceOrderInput => ({
    accountId,
    clientOrderId: randomUUID(),
    ticker: 'PETR4',
    side: 'BUY',
    quantity: 100,
    ...terms,
  });
  const life = (orderId: string): OrderView[] =>
    updates.map(({ order }) => order).filter((order) => order.id === orderId);
  const until: Trader['until'] = async (orderId, fits) => {
    await expect.poll(() => life(orderId).some(fits), WAIT).toBe(true);
    return life(orderId).find(fits) as OrderView;
  };
  return {
    person,
    life,
    until,
    place: async (terms) => granted((await broker.placeOrder({ input: inputOf(terms) })).placeOrder),
    refused: async (terms) => {
      const { placeOrder } = await broker.placeOrder({ input: inputOf(terms) });
      return placeOrder.__typename === 'Refusal' ? placeOrder.rule : placeOrder.__typename;
    },
    preview: async (terms) => granted((await broker.previewOrder({ input: inputOf(terms) })).previewOrder),
    replace: async (orderId, changes) => {
      const input = { orderId, clientRequestId: randomUUID(), ...changes };
      return granted((await broker.replaceOrder({ input })).replaceOrder);
    },
    statuses: (orderId) =>
      life(orderId)
        .map(({ status }) => status)
        .filter((status, index, all) => status !== all[index - 1]),
    clear: async () => {
      granted((await broker.cancelAllOrders({ accountId })).cancelAllOrders);
      const open = { accountId, status: ['PENDING', 'OPEN', 'PARTIALLY_FILLED'] as const, first: 1 };
      await expect
        .poll(
          async () => (await broker.orders({ ...open, status: [...open.status] })).account?.orders.totalCount,
          WAIT,
        )
        .toBe(0);
    },
    close: async () => {
      await broker.close();
      await reading.catch(() => undefined);
    },
  };
}
