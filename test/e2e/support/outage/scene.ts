import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { expect } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#domain/calendar/durations.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { PlaceOrderInput } from '#sdk/src/index.ts';
import { dividendTerms } from '#test/support/samples/declared-action.ts';
import { declareAction } from '../declare-action.ts';
import { temporaryDataDir } from '../broker.ts';
import { startInProcessBroker } from '../in-process-broker.ts';
import { newTraderWithShares, type Trader } from '../order-life.ts';
import { anonymous, granted, PASSWORD, type Person } from '../person.ts';
import { centavosOf, money } from '../prices.ts';
import { post } from '../raw.ts';
import { createBreakableParts, type BreakableParts } from './breakable-parts.ts';
import { CLIENT_ORDER_ID, type RootKind } from './documents.ts';

/** A broker whose parts can be stopped, with data behind every field of the graph. */
export interface Scene extends Pick<BreakableParts, 'without'> {
  readonly url: string;
  readonly token: string;
  /** The token for a root field: `signOut` has one of a session of its own. */
  tokenOf(field: string): string;
  /** Arguments of a root field that has a result with all that the graph can show; those of a mutation are new each time. */
  argumentsOf(kind: RootKind, field: string): Promise<object>;
  stop(): Promise<void>;
}

/** Operations that select all of the graph cost more than a client's. */
const SETTINGS = {
  SIMULATOR: 'off',
  LOG_LEVEL: 'error',
  LIMIT_COST: '100000000',
  LIMIT_EVENT_COST: '100000000',
  LIMIT_FIELDS: '5000',
  RATE_USER_COST: '0',
};

type Arguments = Readonly<Record<string, () => object | Promise<object>>>;

const NOON_MINUTES = 12 * 60;

/** Time from an instant to noon of the next day in Sao Paulo: no day ends while the suite runs. */
const untilNextNoonMs = (nowMs: number): number => instantOf(dayOf(nowMs + DAY_MS), NOON_MINUTES) - nowMs;

/** Starts the broker, trades three times and leaves an order on each side of the book. The candles of the trades are closed. */
export async function startScene(): Promise<Scene> {
  const dataDir = await temporaryDataDir();
  const parts = createBreakableParts();
  const broker = await startInProcessBroker(dataDir, SETTINGS, parts.links, untilNextNoonMs(Date.now()));
  const ana = await newTraderWithShares(broker.url);
  const { person } = ana;
  const ids = await trade(broker.url, ana);
  const actionId = await declareAction(dataDir, dividendTerms('0.50'), true, broker.wallClock);
  broker.step(MINUTE_MS);
  await untilCandleCloses(broker.url);
  const spare = { token: '' };
  const all: Readonly<Record<RootKind, Arguments>> = {
    Query: queryArguments(person, { ...ids, actionId }),
    Mutation: { ...mutationArguments(person, ids.farPrice), ...accessArguments(broker.url, person, spare) },
    Subscription: streamArguments(person, ids),
  };
  return {
    url: broker.url,
    token: person.token,
    tokenOf: (field) => (OF_SPARE_SESSION.has(field) ? spare.token : person.token),
    without: parts.without,
    argumentsOf: async (kind, field) => {
      const make = all[kind][field];
      if (!make) throw new Error(`the outage suite needs arguments of ${kind}.${field}`);
      return make();
    },
    stop: async () => {
      await ana.close();
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Else the candle of a minute may close between two results that the suite compares. */
async function untilCandleCloses(url: string): Promise<void> {
  const query =
    '{ asset(ticker: "PETR4") { candles(interval: M1, last: 1) { nodes { isClosed lastTradeSequence } } } }';
  const newest = async () => {
    const { body } = await post(url, query);
    return (body.data as { asset: { candles: { nodes: object[] } } }).asset.candles.nodes[0];
  };
  await expect.poll(newest, { timeout: 15_000, interval: 20 }).toEqual({
    isClosed: true,
    lastTradeSequence: expect.any(Number) as number,
  });
}

interface Ids {
  readonly orderId: string;
  readonly positionId: string;
  readonly noteId: string;
  readonly assetId: string;
  readonly sessionId: string;
  readonly apiKeyId: string;
  /** Cursors of the streams before the orders. */
  readonly ordersCursor: string;
  readonly walletCursor: string;
  readonly firstTrade: string;
  /** A price below the best bid. */
  readonly farPrice: string;
}

interface AccountView {
  readonly ordersCursor: string;
  readonly walletCursor: string;
  readonly positions: readonly { readonly id: string; readonly quantity: number }[];
  readonly notes: { readonly nodes: readonly { readonly id: string }[] };
}

/** More than she buys: a day trade, and a sale of shares that she held. */
const SOLD = 300;

async function trade(url: string, ana: Trader): Promise<Ids> {
  const bob = await newTraderWithShares(url);
  const read = async <T>(query: string): Promise<T> =>
    (await post(url, query, { token: ana.person.token })).body.data as T;
  const account = async (): Promise<AccountView> => {
    const query = `{ account(id: "${ana.person.accountId}") { ordersCursor walletCursor positions { id quantity } notes { nodes { id } } } }`;
    return (await read<{ account: AccountView }>(query)).account;
  };
  const before = await account();
  const { asset } = await ana.person.broker.asset({ ticker: 'PETR4' });
  const price = centavosOf(asset?.quote?.previousClose);
  await bob.placeResting({ side: 'SELL', quantity: 300, limitPrice: money(price) });
  const orders = [
    await ana.place({ clientOrderId: CLIENT_ORDER_ID, limitPrice: money(price) }),
    await ana.place({ limitPrice: money(price) }),
  ];
  for (const { id } of orders) await ana.until(id, ({ status }) => status === 'FILLED');
  await bob.placeResting({ quantity: SOLD, limitPrice: money(price - 10) });
  const sale = await ana.place({ side: 'SELL', quantity: SOLD, limitPrice: money(price - 10) });
  await ana.until(sale.id, ({ status }) => status === 'FILLED');
  const bidPrice = money(price - 50);
  await bob.placeResting({ limitPrice: bidPrice });
  await ana.untilQuote(({ last, bid, tradeCount }) => last !== null && bid === bidPrice && tradeCount === 3);
  const owned = (before.positions[0]?.quantity ?? 0) + 200 - SOLD;
  await expect.poll(async () => (await account()).positions[0]?.quantity).toBe(owned);
  await bob.close();
  const created = granted(
    (await ana.person.broker.createApiKey({ input: { name: 'bot', scopes: ['READ'] } })).createApiKey,
  );
  const sessions = (await ana.person.broker.sessions()).me?.sessions ?? [];
  const { asset: traded } = await read<{
    asset: { id: string; trades: { nodes: { cursor: string }[] } };
  }>('{ asset(ticker: "PETR4") { id trades { nodes { cursor } } } }');
  return {
    orderId: orders[0]?.id ?? '',
    positionId: before.positions[0]?.id ?? '',
    noteId: (await account()).notes.nodes[0]?.id ?? '',
    assetId: traded.id,
    sessionId: sessions[0]?.id ?? '',
    apiKeyId: created.apiKey.id,
    ordersCursor: before.ordersCursor,
    walletCursor: before.walletCursor,
    firstTrade: traded.trades.nodes.at(-1)?.cursor ?? '',
    farPrice: money(price - 100),
  };
}

const DAYS = { from: '2026-03-16', to: '2026-03-20' };

function queryArguments({ accountId, userId }: Person, ids: Ids & { readonly actionId: string }): Arguments {
  return {
    account: () => ({ id: accountId }),
    asset: () => ({ ticker: 'PETR4' }),
    assets: () => ({ search: 'PETR4', first: 1 }),
    calendar: () => DAYS,
    marketStatus: () => ({}),
    me: () => ({}),
    movers: () => ({ by: 'TURNOVER' }),
    node: () => ({ id: ids.orderId }),
    nodes: () => {
      const { orderId, positionId, noteId, assetId, sessionId, apiKeyId, actionId } = ids;
      return {
        ids: [orderId, accountId, positionId, noteId, assetId, userId, sessionId, apiKeyId, actionId],
      };
    },
    order: () => ({ id: ids.orderId }),
    previewOrder: () => ({ input: newBuy(accountId, ids.farPrice) }),
    quotes: () => ({ tickers: ['PETR4'] }),
  };
}

function mutationArguments({ accountId, email, broker }: Person, farPrice: string): Arguments {
  const transfer = () => ({ accountId, clientTransferId: randomUUID() });
  const input = () => newBuy(accountId, farPrice);
  const restingId = async (): Promise<string> =>
    granted((await broker.placeOrder({ input: input() })).placeOrder).id;
  return {
    signUp: () => ({ input: { email: `${randomUUID()}@example.com`, name: 'Bia Lima', password: PASSWORD } }),
    signIn: () => ({ input: { email, password: PASSWORD } }),
    refreshSession: () => ({}),
    openAccount: () => ({ name: 'second' }),
    deposit: () => ({ input: { ...transfer(), amount: '10.00' } }),
    depositShares: () => ({ input: { ...transfer(), ticker: 'PETR4', quantity: 1, averagePrice: '20.00' } }),
    exerciseSubscription: () => ({ input: { ...transfer(), ticker: 'PETR2', quantity: 1 } }),
    withdraw: () => ({ input: { ...transfer(), amount: '1.00' } }),
    placeOrder: () => ({ input: input() }),
    placeOrders: () => ({ inputs: [input(), input()] }),
    replaceOrder: async () => ({
      input: { orderId: await restingId(), clientRequestId: randomUUID(), quantity: 200 },
    }),
    cancelOrder: async () => ({ orderId: await restingId() }),
    cancelAllOrders: () => ({ accountId }),
  };
}

/** Mutations that end what the suite needs: the session, or the password. */
const OF_SPARE_SESSION: ReadonlySet<string> = new Set(['signOut', 'changePassword']);

/** Each signOut has a session of its own, and each changePassword a user: the suite goes on with the others. */
const accessArguments = (url: string, { email }: Person, spare: { token: string }): Arguments => ({
  signOut: async () => {
    const { signIn } = await anonymous(url).signIn({ input: { email, password: PASSWORD } });
    spare.token = granted(signIn).token;
    return { everywhere: false };
  },
  changePassword: async () => {
    const input = { email: `${randomUUID()}@example.com`, name: 'Caio Reis', password: PASSWORD };
    spare.token = granted((await anonymous(url).signUp({ input })).signUp).token;
    return { input: { currentPassword: PASSWORD, newPassword: `${PASSWORD} too` } };
  },
  createApiKey: () => ({ input: { name: 'bot', scopes: ['READ'] } }),
  revokeApiKey: () => ({ id: 'apk_of_nobody' }),
});

const streamArguments = ({ accountId }: Person, ids: Ids): Arguments => ({
  asset: () => ({ ticker: 'PETR4' }),
  book: () => ({ ticker: 'PETR4' }),
  candles: () => ({ ticker: 'PETR4', interval: 'M1' }),
  marketStatus: () => ({}),
  orders: () => ({ accountId, after: ids.ordersCursor }),
  portfolio: () => ({ accountId }),
  quotes: () => ({ tickers: ['PETR4'] }),
  trades: () => ({ ticker: 'PETR4', after: ids.firstTrade }),
  wallet: () => ({ accountId, after: ids.walletCursor }),
});

const newBuy = (accountId: string, limitPrice: string): PlaceOrderInput => ({
  accountId,
  clientOrderId: randomUUID(),
  ticker: 'PETR4',
  side: 'BUY',
  quantity: 100,
  limitPrice,
});
