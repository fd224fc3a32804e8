import type { Random } from '#platform/random.ts';
import type { Graph } from './graph.ts';
import { BOOKS, moneyOf, SECURITIES } from './market.ts';
import type { Person } from './people.ts';

/** Prices around which orders are placed, in centavos, by custody ticker. */
export type Prices = ReadonlyMap<string, number>;

/** Reads the last price of each security, or its previous close. */
export async function readPrices(graph: Graph): Promise<Prices> {
  type Quote = { ticker: string; last: string | null; previousClose: string | null };
  const { quotes } = await graph.request<{ quotes: Quote[] }>(
    null,
    `query ($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ticker last previousClose } }`,
    { tickers: SECURITIES.map(({ ticker }) => ticker) },
  );
  return new Map(
    quotes.map(({ ticker, last, previousClose }) => [
      ticker,
      Number((last ?? previousClose ?? '10.00').replace('.', '')),
    ]),
  );
}

/** Money of a usual order, in centavos. */
const USUAL_CENTAVOS = 900_000;

/** Facts of a day that all orders share. */
export interface OrdersOfDay {
  readonly prices: Prices;
  /** Books in which most orders meet. */
  readonly books: readonly string[];
  /** Ids of orders, unique in an account. */
  readonly idOf: () => string;
}

/** Books in which most orders of a day meet. */
const BOOKS_OF_A_DAY = 3;

export const booksOfDay = (random: Random): readonly string[] =>
  Array.from({ length: BOOKS_OF_A_DAY }, () => oneOf(random, BOOKS));

const oneOf = (random: Random, books: readonly string[]): string =>
  books[Math.floor(random() * books.length)] ?? 'PETR4';

/** Places orders of a person, of any kind that the phase accepts, near the price so that most of them trade. */
export async function placeOrders(
  graph: Graph,
  random: Random,
  person: Person,
  { prices, books, count, idOf }: OrdersOfDay & { readonly count: number },
): Promise<number> {
  const favourite = oneOf(random, books);
  const inputs = Array.from({ length: count }, () => {
    // Orders of one person mostly concern one security: that makes day trades.
    const book = random() < 0.7 ? favourite : oneOf(random, random() < 0.8 ? books : BOOKS);
    const account = person.accounts[Math.floor(random() * person.accounts.length)];
    return { ...termsOf(random, book, prices), accountId: account?.id ?? '', clientOrderId: idOf() };
  });
  const { placeOrders: placed } = await graph.request<{ placeOrders: { __typename: string }[] }>(
    person.key,
    `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) { __typename } }`,
    { inputs },
  );
  return placed.filter((one) => one.__typename === 'Order').length;
}

function termsOf(random: Random, book: string, prices: Prices): object {
  const upTo = (count: number): number => Math.floor(random() * count);
  const security = SECURITIES.find(({ ticker }) => book === ticker || book === `${ticker}F`);
  const middle = prices.get(security?.ticker ?? '') ?? 1_000;
  const side = random() < 0.5 ? 'BUY' : 'SELL';
  const isFractional = book.endsWith('F');
  const lot = isFractional ? 1 : (security?.lot ?? 1);
  const lots = Math.max(1, Math.floor(((0.2 + random()) * USUAL_CENTAVOS) / middle / lot));
  const quantity = isFractional ? 1 + upTo(99) : lot * lots;
  // A sale below the middle and a purchase above it trade with each other.
  const steps = upTo(7) - 2;
  const tick = Math.max(1, Math.round(middle / 2_000));
  const limit = Math.max(1, side === 'BUY' ? middle + steps * tick : middle - steps * tick);
  if (random() < 0.1) return { ticker: book, side, quantity, type: 'MARKET', timeInForce: 'DAY' };
  const timeInForce = random() < 0.06 ? 'GTC' : 'DAY';
  return { ticker: book, side, quantity, type: 'LIMIT', timeInForce, limitPrice: moneyOf(BigInt(limit)) };
}
