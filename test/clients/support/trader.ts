import { newPerson, granted, until, type Person } from '#test/e2e/support/person.ts';

/** A user whose orders rest, and who cancels them. */
export interface Trader extends Person {
  readonly limitPrice: string;
  ordersCursor(): Promise<string>;
  /** Places an order far below the market and waits until it rests. Returns its id. */
  rest(clientOrderId: string): Promise<string>;
  cancel(orderId: string): Promise<void>;
  /** Updates after a cursor up to the end of an order, as the clients show them. */
  updates(after: string, lastOrder: string): Promise<string[]>;
}

const TICKER = 'PETR4';

export async function newTrader(url: string): Promise<Trader> {
  const person = await newPerson(url, '100000.00');
  const { broker, accountId } = person;
  const { asset } = await broker.asset({ ticker: TICKER });
  const limitPrice = asset?.priceBand?.low ?? '1.00';
  const ordersCursor = async (): Promise<string> =>
    (await broker.ordersCursor({ accountId })).account?.ordersCursor ?? '';
  return {
    ...person,
    limitPrice,
    ordersCursor,
    rest: async (clientOrderId) => {
      const after = await ordersCursor();
      const common = { accountId, ticker: TICKER, side: 'BUY', quantity: 100, limitPrice } as const;
      const { id } = granted((await broker.placeOrder({ input: { ...common, clientOrderId } })).placeOrder);
      const updates = broker.orderStream({ accountId, after });
      await until(updates, ({ orders: { order } }) => order.id === id && order.status === 'OPEN');
      return id;
    },
    cancel: async (orderId) => {
      granted((await broker.cancelOrder({ orderId })).cancelOrder);
    },
    updates: async (after, lastOrder) => {
      const stream = broker.orderStream({ accountId, after });
      const events = await until(
        stream,
        ({ orders: { order } }) =>
          order.id === lastOrder && order.status === 'CANCELED' && order.pendingRequest === null,
      );
      return events.map(({ orders: { cursor, order } }) =>
        [cursor, order.clientOrderId, order.status].join(' '),
      );
    },
  };
}
