import WebSocket from 'ws';
import { createClient, granted, OrderStreamDocument, type BrokerClient } from '#sdk/src/index.ts';
import { startCuttingProxy } from './cutting-proxy.ts';

/** A user who places orders without a proxy. */
export interface Trader {
  readonly broker: BrokerClient;
  readonly token: string;
  readonly accountId: string;
  /** Far below the market, so that an order rests. */
  readonly limitPrice: string;
}

/** Comparison of the updates of a session with those that the client has got. */
export interface SessionResult {
  readonly bytes: number;
  readonly updates: number;
  readonly lost: number;
  readonly repeated: number;
  readonly isInOrder: boolean;
}

const TICKER = 'PETR4';
/** A session that has not seen the end of its order by then has lost it. */
const LIMIT_MS = 20_000;

export async function signUpTrader(graph: string, name: string): Promise<Trader> {
  const broker = createClient({ url: graph, webSocket: WebSocket });
  const input = { email: `${name}@example.com`, name: 'Ana Souza', password: `correct horse ${name}` };
  const { token, user } = granted((await broker.signUp({ input })).signUp);
  broker.setToken(token);
  const accountId = user.accounts?.[0]?.id ?? '';
  const cash = { accountId, amount: '900000.00', clientTransferId: 'cash' };
  granted((await broker.deposit({ input: cash })).deposit);
  const { asset } = await broker.asset({ ticker: TICKER });
  return { broker, token, accountId, limitPrice: asset?.priceBand?.low ?? '1.00' };
}

/**
 * Follows the orders of a trader with the SDK through a proxy that cuts the connection at a byte, while the trader places an order
 * and cancels it. Compares what came with the same updates read without a proxy.
 */
export async function runSession(
  graph: string,
  trader: Trader,
  clientOrderId: string,
  cutAt: number,
): Promise<SessionResult> {
  const proxy = await startCuttingProxy(Number(new URL(graph).port), cutAt);
  const url = `http://127.0.0.1:${proxy.port}/graphql`;
  const reconnect = { pauseMs: 10, maxPauseMs: 100 };
  const client = createClient({ url, token: trader.token, webSocket: WebSocket, reconnect });
  const { accountId } = trader;
  let begin = (_cursor: string): void => undefined;
  const begun = new Promise<string>((resolve) => (begin = resolve));
  const start = async (): Promise<string> => {
    const cursor = (await client.ordersCursor({ accountId })).account?.ordersCursor ?? '';
    begin(cursor);
    return cursor;
  };
  const signal = AbortSignal.timeout(LIMIT_MS);
  const seen = readToEnd(client.subscribe(OrderStreamDocument, { accountId }, { start, signal }));
  const after = await begun;
  await placeAndCancel(trader, clientOrderId);
  const expected = await readToEnd(trader.broker.orderStream({ accountId, after }, { signal }));
  const result = compare(await seen, expected);
  await client.close();
  const bytes = proxy.carried();
  await proxy.close();
  return { bytes, ...result };
}

async function placeAndCancel(
  { broker, accountId, limitPrice }: Trader,
  clientOrderId: string,
): Promise<void> {
  const input = { accountId, clientOrderId, ticker: TICKER, side: 'BUY', quantity: 100, limitPrice } as const;
  const order = granted((await broker.placeOrder({ input })).placeOrder);
  granted((await broker.cancelOrder({ orderId: order.id })).cancelOrder);
}

type Updates = ReturnType<BrokerClient['orderStream']>;

/** The cursors of the updates up to the last one of the order. */
async function readToEnd(stream: Updates): Promise<string[]> {
  const cursors: string[] = [];
  for await (const { orders } of stream) {
    cursors.push(orders.cursor);
    if (orders.order.status === 'CANCELED' && orders.order.pendingRequest === null) break;
  }
  return cursors;
}

function compare(seen: readonly string[], expected: readonly string[]): Omit<SessionResult, 'bytes'> {
  const once = [...new Set(seen)];
  return {
    updates: expected.length,
    lost: expected.filter((cursor) => !once.includes(cursor)).length,
    repeated: seen.length - once.length,
    isInOrder: once.join() === expected.filter((cursor) => once.includes(cursor)).join(),
  };
}
