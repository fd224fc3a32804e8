import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { newTraderWithShares, type Trader } from '../order-life.ts';
import { newPerson, type Person } from '../person.ts';
import { centavosOf, money } from '../prices.ts';
import { post, RawSocket } from '../raw.ts';
import type { GraphScene } from './scene.ts';

/** Candles and portfolios of the graph through the gateway. They move the market's clock on. */
export function marketStreams(scene: () => GraphScene): void {
  let broker: GraphScene['broker'];
  let ana: Person;
  let buyer: Trader;
  let seller: Trader;
  /** The previous close of PETR4, in centavos. */
  let price = 0;

  beforeAll(async () => {
    ({ broker } = scene());
    ana = await newPerson(broker.url, '1000.00');
    buyer = await newTraderWithShares(broker.url);
    seller = await newTraderWithShares(broker.url);
    const { asset } = await ana.broker.asset({ ticker: 'PETR4' });
    price = centavosOf(asset?.quote?.previousClose);
  });

  afterAll(async () => {
    await Promise.all([ana.broker.close(), buyer.close(), seller.close()]);
  });

  describe('candles', () => {
    const FIELDS = 'id openedAt open close volume tradeCount isClosed lastTradeSequence cursor';
    interface CandleView {
      readonly openedAt: string;
      readonly volume: number;
      readonly tradeCount: number;
      readonly isClosed: boolean;
      readonly lastTradeSequence: number | null;
      readonly cursor: string;
    }
    const trade = async (centavos: number): Promise<void> => {
      await seller.placeResting({ side: 'SELL', limitPrice: money(centavos) });
      const { id } = await buyer.place({ limitPrice: money(centavos) });
      await buyer.until(id, ({ status }) => status === 'FILLED');
    };
    /** Those of own trades: those of the simulated past have no sequence. */
    const candles = async (interval: string): Promise<CandleView[]> => {
      const { body } = await post(
        broker.url,
        `{ asset(ticker: "PETR4") { candles(interval: ${interval}, last: 200) { nodes { ${FIELDS} } } } }`,
      );
      const { nodes } = (body.data as { asset: { candles: { nodes: CandleView[] } } }).asset.candles;
      return nodes.filter(({ lastTradeSequence }) => lastTradeSequence !== null);
    };

    test('of a query and of a stream after it hold every trade once, and a quiet ticker closes its own', async () => {
      const before = (await candles('M1')).at(-1)?.lastTradeSequence ?? 0;
      await trade(price);
      const newest = async () => (await candles('M1')).at(-1);
      await eventually(async () => expect((await newest())?.lastTradeSequence).toBe(before + 1));
      const known = await newest();
      await trade(price + 1);
      const socket = await RawSocket.open(broker.url, {});
      await socket.next();
      const subscribe = (id: string, after: string | null): void =>
        socket.subscribe(
          id,
          `subscription ($after: Cursor) { candles(ticker: "PETR4", interval: M1, after: $after) { ${FIELDS} } }`,
          { after },
        );
      const next = async (id: string): Promise<CandleView> => {
        const { payload } = await socket.next(id);
        return (payload as { data: { candles: CandleView } }).data.candles;
      };
      subscribe('after', known?.cursor ?? null);
      let last = await next('after');
      const sequence = before + 2;
      while ((last.lastTradeSequence ?? 0) < sequence) last = await next('after');
      expect(last).toMatchObject({ lastTradeSequence: sequence });
      subscribe('now', null);
      expect(await next('now')).toEqual(last);
      broker.step(61_000);
      const closed = [await next('after'), await next('now')];
      expect(closed).toEqual(
        [1, 2].map(() => ({ ...last, isClosed: true, cursor: expect.any(String) as string })),
      );
      await trade(price + 2);
      expect(await next('now')).toMatchObject({
        tradeCount: 1,
        isClosed: false,
        lastTradeSequence: sequence + 1,
      });
      const minutes = await candles('M1');
      // The largest list with all its fields stays within the default limit of cost.
      const largest = await ana.broker.candles({ ticker: 'PETR4', interval: 'M1', last: 1_000 });
      expect(largest.asset?.candles?.nodes.map(({ id }) => id)).toHaveLength(1_000);
      for (const interval of ['M5', 'M15', 'H1', 'D1']) {
        const sum = (all: CandleView[], pick: (one: CandleView) => number) =>
          all.reduce((total, one) => total + pick(one), 0);
        const others = await candles(interval);
        expect(sum(others, ({ volume }) => volume)).toBe(sum(minutes, ({ volume }) => volume));
        expect(others.at(-1)?.lastTradeSequence).toBe(minutes.at(-1)?.lastTradeSequence);
      }
      socket.close();
    });
  });

  describe('portfolio', () => {
    const PORTFOLIO = `subscription ($id: ID!, $ms: Int!) { portfolio(accountId: $id, everyMs: $ms) {
      id cash { available } positions { ticker quantity marketValue } portfolio { positionsValue total } } }`;
    interface PortfolioView {
      readonly cash: { readonly available: string };
      readonly positions: { readonly quantity: number; readonly marketValue: string }[];
      readonly portfolio: { readonly positionsValue: string; readonly total: string };
    }
    const open = async (trader: Trader): Promise<RawSocket> => {
      const socket = await RawSocket.open(broker.url, { authorization: `Bearer ${trader.person.token}` });
      await socket.next();
      return socket;
    };

    test('is the account at once, then follows its cash and the prices of its shares', async () => {
      const owner = await newTraderWithShares(broker.url);
      const socket = await open(owner);
      const { accountId, broker: client } = owner.person;
      socket.subscribe('1', PORTFOLIO, { id: accountId, ms: 100 });
      const until = async (fits: (view: PortfolioView) => boolean): Promise<void> => {
        for (;;) {
          const { payload } = await socket.next('1');
          if (fits((payload as { data: { portfolio: PortfolioView } }).data.portfolio)) return;
        }
      };
      let first: PortfolioView | undefined;
      await until((view) => (first = view) !== undefined);
      const cash = centavosOf(first?.cash.available);
      await client.deposit({ input: { accountId, amount: '12.34', clientTransferId: 'portfolio' } });
      await until((view) => view.cash.available === money(cash + 1_234));
      // Others move the price: the account has no entry, and its value changes all the same.
      await seller.placeResting({ side: 'SELL', limitPrice: money(price + 7) });
      await buyer.place({ limitPrice: money(price + 7) });
      const [{ quantity } = { quantity: 0 }] = first?.positions ?? [];
      await until(
        ({ positions: [position], portfolio }) =>
          position?.marketValue === money(quantity * (price + 7)) &&
          portfolio.positionsValue === position.marketValue,
      );
      socket.close();
      await owner.close();
    });

    test.each([
      ['of another user', 1_000, 'NOT_FOUND'],
      ['in less than 100 ms', 99, 'BAD_USER_INPUT'],
      ['in more than a minute', 60_001, 'BAD_USER_INPUT'],
    ])('%s is refused', async (name, ms, code) => {
      const socket = await open(seller);
      const { person } = name === 'of another user' ? buyer : seller;
      socket.subscribe('1', PORTFOLIO, { id: person.accountId, ms });
      expect(await socket.next('1')).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
      socket.close();
    });
  });
}
