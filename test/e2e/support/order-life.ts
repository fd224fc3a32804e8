import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PlaceOrderInput, ReplaceOrderInput } from '#sdk/src/index.ts';
import { eventually } from '#test/support/eventually.ts';
import { granted, newPerson, type Person } from './person.ts';
import { money } from './prices.ts';

type Stream = ReturnType<Person['broker']['orderStream']>;
/** One update of the stream `orders`. */
export type OrderUpdate =
  Stream extends AsyncIterable<infer U extends { orders: unknown }> ? U['orders'] : never;
export type OrderView = OrderUpdate['order'];
export type ExecutionView = NonNullable<OrderUpdate['execution']>;
type QuoteView = NonNullable<NonNullable<Awaited<ReturnType<Person['broker']['quotes']>>['quotes']>[number]>;

/** A user who places orders for one ticker and reads their updates from the stream `orders`. */
export interface Trader {
  readonly person: Person;
  place(terms: Partial<PlaceOrderInput>): Promise<OrderView>;
  /** Places an order and waits until it rests. */
  placeResting(terms: Partial<PlaceOrderInput>): Promise<OrderView>;
  /** Places an order that the broker must refuse. Returns the rule. */
  refused(terms: Partial<PlaceOrderInput>): Promise<string>;
  preview(terms: Partial<PlaceOrderInput>): Promise<{ netAmount: string; referencePrice: string }>;
  replace(orderId: string, changes: Partial<ReplaceOrderInput>): Promise<OrderView>;
  /** Resolves with the first update of the order that fits. */
  until(orderId: string, fits: (order: OrderView) => boolean): Promise<OrderView>;
  /** Waits until the quote of the ticker fits. */
  untilQuote(fits: (quote: QuoteView) => boolean): Promise<void>;
  /** Waits until the book has exactly these sell levels, best price first. Prices are in centavos. */
  untilOffers(
    ...levels: readonly (readonly [centavos: number, quantity: number, orders: number])[]
  ): Promise<void>;
  /** The updates of the order so far. */
  life(orderId: string): OrderView[];
  /** The fills of the order so far. */
  fills(orderId: string): ExecutionView[];
  /** The statuses of `life`, without consecutive repeats. */
  statuses(orderId: string): string[];
  /** Cancels all open orders and waits until none is open. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const WAIT = { timeout: 15_000, interval: 20 };

export const isOpen = ({ status }: OrderView): boolean => status === 'OPEN';
export const hasEnded = ({ leavesQuantity }: OrderView): boolean => leavesQuantity === 0;

/** Signs up a user with 10 million in cash and 100,000 shares of PETR4. */
export async function newTraderWithShares(url: string): Promise<Trader> {
  const person = await newPerson(url, '10000000.00');
  const { accountId } = person;
  const shares = { accountId, ticker: 'PETR4', quantity: 100_000, averagePrice: '20.00' };
  granted(
    (await person.broker.depositShares({ input: { ...shares, clientTransferId: 'in' } })).depositShares,
  );
  return newTrader(person);
}

/** A trader of PETR4 who reads the updates of their orders from now on. */
export async function newTrader(person: Person): Promise<Trader> {
  const { broker, accountId } = person;
  const updates: OrderUpdate[] = [];
  const { account } = await broker.orders({ accountId, first: 1 });
  const stream = broker.orderStream({ accountId, after: account?.ordersCursor ?? null });
  const reading = (async () => {
    for await (const { orders } of stream) updates.push(orders);
  })();
  const inputOf = (terms: Partial<PlaceOrderInput>): PlaceOrderInput => ({ ...newBuy(accountId), ...terms });
  const life = (orderId: string): OrderView[] =>
    updates.map(({ order }) => order).filter((order) => order.id === orderId);
  const until: Trader['until'] = (orderId, fits) =>
    eventually(() => {
      const found = life(orderId).find(fits);
      if (!found) throw new Error(`no update of ${orderId} fits: ${JSON.stringify(life(orderId).at(-1))}`);
      return found;
    });
  const place: Trader['place'] = async (terms) =>
    granted((await broker.placeOrder({ input: inputOf(terms) })).placeOrder);
  return {
    person,
    life,
    until,
    fills: (orderId) =>
      updates.flatMap(({ order, execution }) => (order.id === orderId && execution ? execution : [])),
    place,
    placeResting: async (terms) => until((await place(terms)).id, isOpen),
    ...marketWaits(broker),
    refused: async (terms) => {
      const { placeOrder } = await broker.placeOrder({ input: inputOf(terms) });
      return placeOrder?.__typename === 'Refusal' ? placeOrder.rule : (placeOrder?.__typename ?? 'no result');
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
          async () =>
            (await broker.orders({ ...open, status: [...open.status] })).account?.orders?.totalCount,
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

const newBuy = (accountId: string) =>
  ({ accountId, clientOrderId: randomUUID(), ticker: 'PETR4', side: 'BUY', quantity: 100 }) as const;

function marketWaits(broker: Person['broker']): Pick<Trader, 'untilQuote' | 'untilOffers'> {
  const offers = async () => {
    const { asset } = await broker.book({ ticker: 'PETR4' });
    return asset?.book?.asks.map((level) => [level.price, level.quantity, level.orders]);
  };
  return {
    untilQuote: (fits) =>
      expect
        .poll(async () => {
          const quote = (await broker.quotes({ tickers: ['PETR4'] })).quotes?.[0];
          return quote ? fits(quote) : false;
        }, WAIT)
        .toBe(true),
    untilOffers: (...levels) =>
      expect.poll(offers, WAIT).toEqual(levels.map(([centavos, ...rest]) => [money(centavos), ...rest])),
  };
}
