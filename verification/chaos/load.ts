import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { retry } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Random } from '#platform/random.ts';
import { isPassing } from '#sdk/src/errors.ts';
import { createClient, type BrokerClient } from '#sdk/src/index.ts';
import { anyOrder } from './orders.ts';

/** A user who trades during the failures. */
interface Trader {
  readonly broker: BrokerClient;
  readonly accountId: string;
}

/** Totals of the load so far. */
export interface LoadResult {
  /** Orders that the graph accepted, by id, with their trader. */
  readonly accepted: ReadonlyMap<string, { trader: Trader; clientOrderId: string }>;
  readonly refused: number;
  /** Requests that failed and were repeated. */
  readonly repeated: number;
}

const TICKERS = ['PETR4', 'VALE3', 'ITUB4'];
const SHARES_EACH = 1_000_000;

/**
 * Traders that trade with each other around one price with all kinds of orders. Each request is repeated under its id until it is
 * answered.
 */
export class Load {
  readonly #accepted = new Map<string, { trader: Trader; clientOrderId: string }>();
  readonly #url: string;
  readonly #clock: Clock;
  readonly #random: Random;
  #traders: Trader[] = [];
  #loops: Promise<void>[] = [];
  #running = true;
  #refused = 0;
  #repeated = 0;

  constructor(url: string, clock: Clock, random: Random) {
    this.#url = url;
    this.#clock = clock;
    this.#random = random;
  }

  get result(): LoadResult {
    return { accepted: this.#accepted, refused: this.#refused, repeated: this.#repeated };
  }

  /** Signs up and funds the traders; each trades until `stop`. */
  async start(traders: number): Promise<void> {
    this.#traders = await Promise.all(Array.from({ length: traders }, () => this.#signUp()));
    const prices = await this.#prices();
    this.#loops = this.#traders.map((trader) => this.#trade(trader, prices));
  }

  /** Lets each trader finish its current request, then cancels all open orders. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#loops);
    for (const { broker, accountId } of this.#traders) {
      await this.#retried(() => broker.cancelAllOrders({ accountId }));
    }
  }

  /** Ids of accepted orders that have not ended. */
  async open(): Promise<string[]> {
    const lists = await Promise.all(
      this.#traders.map(async ({ broker, accountId }) => {
        const status = ['PENDING' as const, 'OPEN' as const, 'PARTIALLY_FILLED' as const];
        const { account } = await this.#retried(() => broker.orders({ accountId, status, first: 200 }));
        return account?.orders?.nodes.map((order) => order.id) ?? [];
      }),
    );
    return lists.flat();
  }

  /** Ids of accepted orders that the graph has lost; must be empty. */
  async missing(): Promise<string[]> {
    const missing: string[] = [];
    for (const [id, { trader }] of this.#accepted) {
      const { order } = await this.#retried(() => trader.broker.order({ id }));
      if (!order) missing.push(id);
    }
    return missing;
  }

  async close(): Promise<void> {
    await Promise.all(this.#traders.map(({ broker }) => broker.close()));
  }

  async #signUp(): Promise<Trader> {
    const broker = createClient({ url: this.#url, webSocket: WebSocket, repeat: { retries: 0 } });
    const input = { email: `${randomUUID()}@example.com`, name: 'Trader', password: randomUUID() };
    const { signUp } = await broker.signUp({ input });
    if (signUp?.__typename !== 'Session') throw new Error(`sign-up was refused: ${signUp?.rule}`);
    broker.setToken(signUp.token);
    const accountId = signUp.user.accounts?.[0]?.id ?? '';
    const cash = { accountId, amount: '500000000.00', clientTransferId: 'cash' };
    await this.#retried(() => broker.deposit({ input: cash }));
    for (const ticker of TICKERS) {
      const shares = {
        accountId,
        ticker,
        quantity: SHARES_EACH,
        averagePrice: '10.00',
        clientTransferId: ticker,
      };
      await this.#retried(() => broker.depositShares({ input: shares }));
    }
    return { broker, accountId };
  }

  /** Middle price of each ticker, in centavos. */
  async #prices(): Promise<Map<string, number>> {
    const [trader] = this.#traders;
    if (!trader) throw new RangeError('a load needs a trader');
    const { quotes } = await this.#retried(() => trader.broker.quotes({ tickers: TICKERS }));
    const known = (quotes ?? []).filter((quote) => quote !== null);
    return new Map(known.map((quote) => [quote.ticker, Number(quote.previousClose?.replace('.', ''))]));
  }

  async #trade(trader: Trader, prices: ReadonlyMap<string, number>): Promise<void> {
    while (this.#running) {
      const ticker = TICKERS[Math.floor(this.#random() * TICKERS.length)] ?? 'PETR4';
      const input = {
        ...anyOrder(this.#random, prices.get(ticker) ?? 0),
        accountId: trader.accountId,
        clientOrderId: randomUUID(),
        ticker,
      };
      const { placeOrder } = await this.#retried(() => trader.broker.placeOrder({ input }));
      if (placeOrder?.__typename !== 'Order') this.#refused += 1;
      else {
        this.#accepted.set(placeOrder.id, { trader, clientOrderId: input.clientOrderId });
        const action = this.#random();
        if (action < 0.2) await this.#retried(() => trader.broker.cancelOrder({ orderId: placeOrder.id }));
        else if (action < 0.3) await this.#replace(trader, placeOrder.id);
      }
    }
  }

  /** Requests another quantity for an order. A refusal is expected when the order has ended. */
  async #replace({ broker }: Trader, orderId: string): Promise<void> {
    const quantity = 100 * (1 + Math.floor(this.#random() * 5));
    const input = { orderId, clientRequestId: randomUUID(), quantity };
    await this.#retried(() => broker.replaceOrder({ input }));
  }

  /** Repeats a request until it is answered. All are safe to repeat; parts that are down restart, and a fast machine exceeds rates. */
  #retried<T>(request: () => Promise<T>): Promise<T> {
    return retry(request, {
      clock: this.#clock,
      isTransient: isPassing,
      onFailure: () => {
        this.#repeated += 1;
      },
    });
  }
}
