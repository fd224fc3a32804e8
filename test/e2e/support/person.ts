import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { createClient, type BrokerClient, type PlaceOrderInput } from '#sdk/src/index.ts';

/** A signed-up user with an account and a client. */
export interface Person {
  readonly broker: BrokerClient;
  readonly token: string;
  readonly userId: string;
  readonly accountId: string;
  readonly email: string;
}

/** Tests see each answer: nothing is repeated. */
export const anonymous = (url: string): BrokerClient =>
  createClient({ url, webSocket: WebSocket, repeat: { retries: 0 } });

/** The result, which must not be a refusal: a refusal fails the test with its rule. */
export function granted<T extends { __typename: string }>(
  result: T | null,
): Exclude<T, { __typename: 'Refusal' }> {
  if (result && result.__typename !== 'Refusal') return result as Exclude<T, { __typename: 'Refusal' }>;
  throw new Error(`refused: ${JSON.stringify(result)}`);
}

export const PASSWORD = 'correct horse battery staple';

/** Signs up a new user and deposits cash. */
export async function newPerson(
  url: string,
  cash?: string,
  email = `${randomUUID()}@example.com`,
): Promise<Person> {
  const broker = anonymous(url);
  const session = granted(
    (await broker.signUp({ input: { email, name: 'Ana Souza', password: PASSWORD } })).signUp,
  );
  broker.setToken(session.token);
  const accountId = session.user.accounts?.[0]?.id ?? '';
  if (cash !== undefined) {
    granted(
      (await broker.deposit({ input: { accountId, amount: cash, clientTransferId: randomUUID() } })).deposit,
    );
  }
  return { broker, token: session.token, userId: session.user.id, accountId, email };
}

type Placed = Extract<
  NonNullable<Awaited<ReturnType<BrokerClient['placeOrder']>>['placeOrder']>,
  { __typename: 'Order' }
>;

/**
 * Buys at the market until an order fills, and returns that order and its updates. When the best price rises while an order is on
 * its way, the order rests at the price with which it was accepted, for as long as the market stays away.
 * So each order is canceled once it is open, which has no effect on one that is filled.
 */
export async function fillAtMarket(
  { broker, accountId }: Person,
  terms: Pick<PlaceOrderInput, 'ticker' | 'quantity'>,
) {
  let tried = -1;
  for (;;) {
    // One try for each quote: a hundred tries at one price would push older lines out of the statement's first page.
    const seen = await until(
      broker.quoteStream({ tickers: [terms.ticker] }),
      ({ quotes }) => quotes.sequence > tried && quotes.phase === 'CONTINUOUS' && quotes.ask !== null,
    );
    tried = seen.at(-1)?.quotes.sequence ?? tried;
    const after = (await broker.account({ id: accountId })).account?.ordersCursor ?? null;
    const common = { accountId, side: 'BUY', type: 'MARKET', timeInForce: 'DAY' } as const;
    const input = { ...terms, ...common, clientOrderId: randomUUID() };
    const order: Placed = granted((await broker.placeOrder({ input })).placeOrder);
    const updates = await until(broker.orderStream({ accountId, after }), ({ orders }) => {
      if (orders.order.status === 'OPEN') void broker.cancelOrder({ orderId: order.id });
      return orders.order.status === 'FILLED' || orders.order.status === 'CANCELED';
    });
    const last = updates.at(-1)?.orders.order;
    if (last?.status === 'FILLED') return { input, order, filled: last };
  }
}

/** Reads a stream until an event fits, and returns all events up to it. */
export async function until<T>(stream: AsyncIterable<T>, fits: (event: T) => boolean): Promise<T[]> {
  const seen: T[] = [];
  for await (const event of stream) {
    seen.push(event);
    if (fits(event)) return seen;
  }
  throw new Error(`the stream ended after ${seen.length} events, none of which fitted`);
}
