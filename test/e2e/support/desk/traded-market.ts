import { randomUUID } from 'node:crypto';
import { DAY_MS, MINUTE_MS } from '#domain/calendar/durations.ts';
import type { Side } from '#domain/orders/order.ts';
import type { PlaceOrderInput } from '#sdk/src/index.ts';
import type { InProcessBroker } from '../in-process-broker.ts';
import { hasEnded, newTrader, type Trader } from '../order-life.ts';
import { granted, newPerson, PASSWORD, type Person } from '../person.ts';
import { centavosOf, money } from '../prices.ts';

/** The market's clock goes at a tenth of the machine's: what a test does falls into one minute, which its pictures show. */
export const SPEED = 0.1;

export const START = '2026-02-27T10:30:00-03:00';
/** From Friday to Monday. */
const DAYS = 3;

export const passMarketTime = (broker: InProcessBroker, byMs: number): void => broker.step(byMs / SPEED);

/** Each instrument's way over the day, in centavos for 10 reais of its price. */
const COURSES = {
  PETR4: 6,
  VALE3: -11,
  ITUB4: 4,
  BBDC4: -3,
  B3SA3: 9,
  BBAS3: -7,
  ABEV3: 2,
  WEGE3: 14,
  MGLU3: -16,
  RENT3: 5,
} as const;
type Ticker = keyof typeof COURSES;
const TICKERS = Object.keys(COURSES) as Ticker[];
/** Minutes of PETR4 on the second day. */
const MINUTES = 40;

/** A market with two days behind it, without a simulator, so that each run shows the same. */
export interface TradedMarket {
  /** A user with positions, a profit of the first day, and orders of each kind. */
  readonly ana: Person;
  /** Rests on both sides of the book. */
  readonly maker: Trader;
  /** The last price of PETR4 in centavos; nothing rests within three centavos of it. */
  readonly price: number;
  close(): Promise<void>;
}

type Terms = Partial<PlaceOrderInput> & { readonly ticker: Ticker };

interface Crossing {
  readonly maker: Trader;
  readonly taker: Trader;
}

/** Trades on a Friday and the Monday after it, and leaves orders in the books. */
export async function tradeTwoDays(broker: InProcessBroker): Promise<TradedMarket> {
  const people = [
    await newHolder(broker.url, 'maker@example.com'),
    await newHolder(broker.url, 'taker@example.com'),
    await newHolder(broker.url, 'ana@example.com', '50000.00', { PETR4: 300, VALE3: 200, ITUB4: 400 }),
  ];
  const friday = await Promise.all(people.map(newTrader));
  const prices = await previousCloses(people[0] as Person);
  await tradeFriday(friday as [Trader, Trader, Trader], prices);
  for (const trader of friday) await trader.close();
  passMarketTime(broker, DAYS * DAY_MS);
  const signedIn = await Promise.all(people.map(signInAgain));
  const [maker, taker, ana] = (await Promise.all(signedIn.map(newTrader))) as [Trader, Trader, Trader];
  const price = await tradeMonday(broker, { maker, taker }, prices);
  await placeOrdersOf(ana, maker, prices);
  await taker.close();
  return {
    ...{ ana: ana.person, maker, price },
    close: async () => {
      await Promise.all([maker.close(), ana.close()]);
    },
  };
}

/** Signs up a user with cash and shares. */
async function newHolder(
  url: string,
  email: string,
  cash = '90000000.00',
  shares: Partial<Prices> = Object.fromEntries(TICKERS.map((ticker) => [ticker, 500_000])),
): Promise<Person> {
  const person = await newPerson(url, cash, email);
  const prices = await previousCloses(person);
  await Promise.all(
    TICKERS.map(async (ticker, index) => {
      const quantity = shares[ticker];
      if (quantity === undefined) return;
      const averagePrice = money(prices[ticker] - 150 + index * 40);
      const transfer = { ticker, quantity, averagePrice, clientTransferId: `shares-${ticker}` };
      const input = { ...transfer, accountId: person.accountId };
      granted((await person.broker.depositShares({ input })).depositShares);
    }),
  );
  return person;
}

/** Sessions do not last over a weekend. */
async function signInAgain({ broker, email, ...rest }: Person): Promise<Person> {
  broker.setToken(undefined);
  const { token } = granted((await broker.signIn({ input: { email, password: PASSWORD } })).signIn);
  broker.setToken(token);
  return { ...rest, broker, email, token };
}

type Prices = Readonly<Record<Ticker, number>>;

async function previousCloses({ broker }: Person): Promise<Prices> {
  const { quotes } = await broker.quotes({ tickers: TICKERS });
  return Object.fromEntries(
    TICKERS.map((ticker, index) => [ticker, centavosOf(quotes?.[index]?.previousClose)]),
  ) as Prices;
}

/** Ana buys and sells on one day at a profit of more than 10 reais of tax, and keeps some shares. */
async function tradeFriday([maker, taker, ana]: [Trader, Trader, Trader], prices: Prices): Promise<void> {
  for (const ticker of TICKERS) await cross({ maker, taker }, 'BUY', ticker, [prices[ticker]], 200);
  const { PETR4, ITUB4 } = prices;
  await cross({ maker, taker: ana }, 'BUY', 'PETR4', [PETR4], 1_000);
  await cross({ maker, taker: ana }, 'SELL', 'PETR4', [PETR4 + 45], 1_000);
  await cross({ maker, taker: ana }, 'BUY', 'ITUB4', [ITUB4 + 1], 200);
}

/** Forty minutes of PETR4, one trade of each other instrument, and levels on both sides of every book. Returns PETR4's last price. */
async function tradeMonday(broker: InProcessBroker, crossing: Crossing, prices: Prices): Promise<number> {
  const course = (minute: number): number =>
    prices.PETR4 + Math.round(14 * Math.sin(minute / 6) + 5 * Math.sin(minute * 1.7) + minute / 2);
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const [open, close] = [course(minute), course(minute + 1)];
    const quantity = 100 * (1 + ((minute * 7) % 9));
    await cross(crossing, close >= open ? 'BUY' : 'SELL', 'PETR4', [open, close], quantity);
    passMarketTime(broker, MINUTE_MS);
  }
  const last: Record<Ticker, number> = { ...prices, PETR4: course(MINUTES) };
  for (const ticker of TICKERS) {
    if (ticker === 'PETR4') continue;
    last[ticker] += Math.round((prices[ticker] * COURSES[ticker]) / 1_000);
    await cross(crossing, COURSES[ticker] > 0 ? 'BUY' : 'SELL', ticker, [last[ticker]], 300);
  }
  await Promise.all(TICKERS.map((ticker) => fillBook(crossing.maker, ticker, last[ticker])));
  return last.PETR4;
}

/** The maker rests at the prices and the taker takes them all. */
async function cross(
  { maker, taker }: Crossing,
  side: Side,
  ticker: Ticker,
  prices: readonly number[],
  quantity: number,
): Promise<void> {
  const levels = [...new Set(prices)];
  const other = side === 'BUY' ? 'SELL' : 'BUY';
  await placeAll(
    maker,
    levels.map((centavos) => ({ ticker, side: other, quantity, limitPrice: money(centavos) })),
  );
  const worst = side === 'BUY' ? Math.max(...levels) : Math.min(...levels);
  const order = { ticker, side, quantity: quantity * levels.length, limitPrice: money(worst) };
  await taker.until((await taker.place(order)).id, hasEnded);
}

const LEVELS = 8;

async function fillBook(maker: Trader, ticker: Ticker, price: number): Promise<void> {
  const levels = Array.from({ length: LEVELS }, (_, level) => level);
  const orders = levels.flatMap((level): Terms[] => [
    { ticker, side: 'BUY', quantity: 100 * (3 + ((level * 5) % 11)), limitPrice: money(price - 3 - level) },
    { ticker, side: 'SELL', quantity: 100 * (2 + ((level * 7) % 12)), limitPrice: money(price + 3 + level) },
  ]);
  await placeAll(maker, orders);
}

async function placeAll({ person: { broker, accountId } }: Trader, orders: readonly Terms[]): Promise<void> {
  const inputs = orders.map((terms) => ({ ...terms, accountId, clientOrderId: randomUUID() }));
  const { placeOrders } = await broker.placeOrders({ inputs: inputs as PlaceOrderInput[] });
  for (const result of placeOrders ?? []) granted(result);
}

/** An order that has filled, one that has filled in part, one that rests, one that waits for its stop, one that was canceled. */
async function placeOrdersOf(ana: Trader, maker: Trader, prices: Prices): Promise<void> {
  const { WEGE3, ABEV3, PETR4 } = prices;
  await cross({ maker, taker: ana }, 'BUY', 'WEGE3', [Math.round(WEGE3 * 1.014)], 100);
  const partial = await ana.placeResting({ ticker: 'ABEV3', quantity: 500, limitPrice: money(ABEV3 + 3) });
  await maker.place({ ticker: 'ABEV3', side: 'SELL', quantity: 200, limitPrice: money(ABEV3 + 3) });
  await ana.until(partial.id, ({ filledQuantity }) => filledQuantity > 0);
  await ana.placeResting({ ticker: 'PETR4', quantity: 200, limitPrice: money(PETR4 + 12) });
  const stop = { type: 'STOP', stopPrice: money(PETR4 - 60), timeInForce: 'GTC' } as const;
  await ana.placeResting({ ticker: 'PETR4', side: 'SELL', quantity: 300, ...stop });
  const canceled = await ana.placeResting({ ticker: 'PETR4', quantity: 100, limitPrice: money(PETR4 - 40) });
  granted((await ana.person.broker.cancelOrder({ orderId: canceled.id })).cancelOrder);
  await ana.until(canceled.id, hasEnded);
}
