import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { retry } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Random } from '#platform/random.ts';
import { BrokerError, ConnectionError, createClient, type BrokerClient } from '#sdk/src/index.ts';
import { anyOrder } from './orders.ts';

/** A user who trades while things break. */
interface Trader {
  readonly broker: BrokerClient;
  readonly accountId: string;
}

/** What a load has done so far. */
export interface LoadResult {
  /** Orders that the graph said it accepted, by id, with the account. */
  readonly accepted: ReadonlyMap<string, { trader: Trader; clientOrderId: string }>;
  readonly refused: number;
  /** Requests that got no answer or an error and were sent again. */
  readonly repeated: number;
}

const TICKERS = ['PETR4', 'VALE3', 'ITUB4'];
const SHARES_EACH = 1_000_000;

/** Traders that buy from and sell to each other around one price with orders of every kind, each request repeated under its id until answered. */
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

  /** Signs up and funds so many traders and lets each trade until `stop`. */
  async start(traders: number): Promise<void> {
    this.#traders = await Promise.all(Array.from({ length: traders }, () => this.#signUp()));
    const prices = await this.#prices();
    this.#loops = this.#traders.map((trader) => this.#trade(trader, prices));
  }

  /** Lets each trader finish the request in hand, then cancels all that is still open. */
  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#loops);
    for (const { broker, accountId } of this.#traders) {
      await this.#insist(() => broker.cancelAllOrders({ accountId }));
    }
  }

  /** Accepted orders that have not ended yet. */
  async open(): Promise<string[]> {
    const lists = await Promise.all(
      this.#traders.map(async ({ broker, accountId }) => {
        const status = ['PENDING' as const, 'OPEN' as const, 'PARTIALLY_FILLED' as const];
        const { account } = await this.#insist(() => broker.orders({ accountId, status, first: 200 }));
        return account?.orders.nodes.map((order) => order.id) ?? [];
      }),
    );
    return lists.flat();
  }

  /** Accepted orders that the graph does not know any more: there must be none. */
  async missing(): Promise<string[]> {
    const missing: string[] = [];
    for (const [id, { trader }] of this.#accepted) {
      const { order } = await this.#insist(() => trader.broker.order({ id }));
      if (!order) missing.push(id);
    }
    return missing;
  }

  async close(): Promise<void> {
    await Promise.all(this.#traders.map(({ broker }) => broker.close()));
  }

  async #signUp(): Promise<Trader> {
    const broker = createClient({ url: this.#url, webSocketImpl: WebSocket });
    const input = { email: `${randomUUID()}@example.com`, name: 'Trader', password: randomUUID() };
    const { signUp } = await broker.signUp({ input });
    if (signUp.__typename !== 'Session') throw new Error(`sign-up was refused: ${signUp.rule}`);
    broker.setToken(signUp.token);
    const accountId = signUp.user.accounts[0]?.id ?? '';
    const cash = { accountId, amount: '500000000.00', clientTransferId: 'cash' };
    await this.#insist(() => broker.deposit({ input: cash }));
    for (const ticker of TICKERS) {
      const shares = {
        accountId,
        ticker,
        quantity: SHARES_EACH,
        averagePrice: '10.00',
        clientTransferId: ticker,
      };
      await this.#insist(() => broker.depositShares({ input: shares }));
    }
    return { broker, accountId };
  }

  /** A price in centavos for each ticker, around which all trade. */
  async #prices(): Promise<Map<string, number>> {
    const [trader] = this.#traders;
    if (!trader) throw new RangeError('a load needs a trader');
    const { quotes } = await this.#insist(() => trader.broker.quotes({ tickers: TICKERS }));
    return new Map(quotes.map((quote) => [quote.ticker, Number(quote.previousClose?.replace('.', ''))]));
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
      const { placeOrder } = await this.#insist(() => trader.broker.placeOrder({ input }));
      if (placeOrder.__typename === 'Refusal') this.#refused += 1;
      else {
        this.#accepted.set(placeOrder.id, { trader, clientOrderId: input.clientOrderId });
        const then = this.#random();
        if (then < 0.2) await this.#insist(() => trader.broker.cancelOrder({ orderId: placeOrder.id }));
        else if (then < 0.3) await this.#replace(trader, placeOrder.id);
      }
    }
  }

  /** Changes an order's quantity; one that has ended meanwhile, or may not be changed, stays as it is. */
  async #replace({ broker }: Trader, orderId: string): Promise<void> {
    const quantity = 100 * (1 + Math.floor(this.#random() * 5));
    const input = { orderId, clientRequestId: randomUUID(), quantity };
    await this.#insist(() => broker.replaceOrder({ input }));
  }

  /** Repeats a request until it is answered: a part that is down comes back, and every request is safe to repeat. */
  #insist<T>(request: () => Promise<T>): Promise<T> {
    return retry(request, {
      clock: this.#clock,
      isTransient: (error) =>
        error instanceof ConnectionError ||
        (error instanceof BrokerError && error.code === 'SERVICE_UNAVAILABLE'),
      onFailure: () => {
        this.#repeated += 1;
      },
    });
  }
}
