import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MEMBERS } from '#contracts/names.ts';
import { applyEvent, newTicker, type TickerState } from '#domain/market-data/fold.ts';
import { isCall } from '#domain/market/phase.ts';
import { createRandom } from '#platform/random.ts';
import { calendar, createDayWorld, LISTINGS, MONDAY, TICKERS, type DayWorld } from './day-world.ts';

const TUESDAY = '2026-03-17';
const phaseMessages = (world: DayWorld) =>
  world.published.flatMap((one) => (one.type === 'PHASE_CHANGED' ? [one] : []));
const referenceOf = (ticker: string): number =>
  LISTINGS.find((fact) => fact.ticker === ticker)?.previousCloseCentavos ?? 0;
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('over a whole day', { timeout: 30_000 }, () => {
  test('calls have a theoretical price near the reference, and auctions trade at it', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = createDayWorld(seed);
        world.day(MONDAY, (phase) => {
          for (const ticker of TICKERS) {
            const { quote } = world.of(ticker);
            expect(quote.phase).toBe(phase);
            if (!isCall(phase)) {
              expect(quote.theoreticalPrice).toBeNull();
              continue;
            }
            const near = (quote.last ?? quote.previousClose ?? 0) * 0.02;
            expect(
              Math.abs((quote.theoreticalPrice ?? 0) - (quote.last ?? quote.previousClose ?? 0)),
            ).toBeLessThan(near);
            expect(quote.theoreticalQuantity).toBeGreaterThan(0);
          }
        });
        const auctions = world.published.filter((one) => one.type === 'TRADE' && one.aggressor === null);
        for (const ticker of TICKERS) {
          const own = auctions.filter((one) => one.ticker === ticker);
          // Two auctions, each at one price.
          const times = new Set(own.map(({ atMs }) => atMs));
          const prices = new Set(own.map((one) => one.type === 'TRADE' && `${one.atMs} ${one.priceTicks}`));
          expect([times.size, prices.size]).toEqual([2, 2]);
          const { quote } = world.of(ticker);
          const first = own[0];
          expect(quote.open).toBe(first?.type === 'TRADE' ? first.priceTicks * first.tickCentavos : null);
          const last = own.at(-1);
          expect(quote.last).toBe(last?.type === 'TRADE' ? last.priceTicks * last.tickCentavos : null);
          expect(world.of(ticker).candles.newest.D1).toMatchObject({
            open: quote.open,
            close: quote.last,
            volume: quote.volume,
          });
        }
      }),
      { numRuns: 5 },
    );
  });

  test('triggers no protection, has few rejections, and sends nothing after the close', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const world = createDayWorld(seed);
        let atClose = 0;
        world.day(MONDAY, (phase) => {
          if (phase === 'PRE_OPEN') expect(world.sent).toEqual([]);
          if (phase === 'CLOSING_CALL') atClose = world.sent.length;
          if (phase !== 'CLOSED') return;
          expect(world.sent.length - atClose).toBeLessThan(20 * TICKERS.length);
          const later = world.sent.length;
          world.run(60_000);
          expect(world.sent.length).toBe(later);
        });
        expect(phaseMessages(world).filter(({ cause }) => cause?.endsWith('TUNNEL'))).toEqual([]);
        const refused = world.reports.filter(({ type }) => /REJECTED/.test(type));
        expect(refused.length).toBeLessThan(20 * TICKERS.length);
        for (const one of world.reports) if ('rule' in one) expect(one.rule).toBe('PHASE');
        expect(world.exchange.state.members.get(MEMBERS.simulator)?.open.size ?? 0).toBe(0);
      }),
      { numRuns: 5 },
    );
  });

  test('no account trades with itself, not even in an auction', () => {
    const world = createDayWorld(3);
    world.day(MONDAY);
    const accountOf = new Map(
      world.sent.flatMap((one) => (one.type === 'NEW_ORDER' ? [[one.orderId, one.accountId]] : [])),
    );
    const sides = new Map<string, string[]>();
    for (const one of world.reports)
      if (one.type === 'FILLED')
        sides.set(one.tradeId, [...(sides.get(one.tradeId) ?? []), accountOf.get(one.orderId) ?? '']);
    expect(sides.size).toBeGreaterThan(20);
    for (const [tradeId, accounts] of sides) expect(new Set(accounts).size, tradeId).toBe(2);
  });

  test('the next day begins at the previous close, with quotes again', () => {
    const world = createDayWorld(4);
    world.day(MONDAY);
    const closes = TICKERS.map((ticker) => world.of(ticker).quote.last);
    world.day(TUESDAY, (phase) => {
      if (phase !== 'PRE_OPEN') return;
      for (const [index, ticker] of TICKERS.entries())
        expect(world.of(ticker).quote).toMatchObject({
          ...{
            tradeDate: TUESDAY,
            previousClose: closes[index],
            last: null,
            open: null,
            volume: 0,
            tradeCount: 0,
          },
        });
    });
    for (const [index, ticker] of TICKERS.entries()) {
      const { quote } = world.of(ticker);
      expect(quote.tradeCount).toBeGreaterThan(0);
      expect(Math.abs((quote.open ?? 0) - (closes[index] ?? 0))).toBeLessThan(referenceOf(ticker) * 0.05);
    }
  });
});

test('a snapshot restores the state of a reader that lost messages', () => {
  fc.assert(
    fc.property(seeds, fc.nat(3), fc.integer({ min: 1, max: 9 }), (seed, phases, keepOneIn) => {
      const world = createDayWorld(seed);
      const losing = createRandom(seed);
      for (const { phase, startsAtMs } of calendar.sessionOf(MONDAY)?.phases.slice(0, 2 + phases) ?? []) {
        world.enter(phase, MONDAY, startsAtMs);
        world.run(30_000);
      }
      for (const ticker of TICKERS) {
        const before = world.published.filter((one) => one.ticker === ticker);
        world.apply([{ v: 1, type: 'PUBLISH_BOOK', ticker }]);
        const snapshot = world.published.at(-1);
        if (snapshot?.type !== 'BOOK_SNAPSHOT') throw new Error('no snapshot was published');
        const kept = before.filter(() => losing() * keepOneIn < 1);
        const facts = { tradeDate: '2026-03-13', atMs: 0, previousClose: null, phase: 'CLOSED' } as const;
        let state = newTicker(ticker, facts);
        for (const message of [...kept, snapshot]) state = applyEvent(state, message)?.state ?? state;
        expect(restored(state)).toEqual(restored(world.of(ticker)));
      }
    }),
    { numRuns: 15 },
  );
}, 30_000);

/** The part of a ticker's state that a snapshot restores. */
const restored = ({ quote, book, tradeSequence, bookKnown }: TickerState) => {
  const { phase, tradeDate, last, previousClose, bid, bidQuantity, ask, askQuantity } = quote;
  const { theoreticalPrice, theoreticalQuantity } = quote;
  const figures = { phase, tradeDate, last, previousClose, bid, bidQuantity, ask, askQuantity };
  const call = { theoreticalPrice, theoreticalQuantity };
  return { ...figures, ...call, bids: book.bids, asks: book.asks, tradeSequence, bookKnown };
};
