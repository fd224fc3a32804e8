import { describe, expect, test } from 'vitest';
import { BookScene } from '#test/support/engine/book-scene.ts';
import { NO_TUNNELS, tunnelAround, type AuctionTunnels } from '../book-rules.ts';
import type { BookFactory } from '../matching-book.ts';

const TUNNELS: AuctionTunnels = { ...NO_TUNNELS, priceCallMs: 300_000 };
const TEN_PERCENT = 100_000;
const STEPS = {
  meanQuantity: 100,
  quantitySteps: [
    { multiple: 5, callMs: 300_000 },
    { multiple: 10, callMs: 3_600_000 },
  ],
};

/** Tunnels and quantities that start an auction instead of a trade. */
export function protectionsContract(factory: BookFactory): void {
  const scene = (tunnels: Partial<AuctionTunnels>, previousCloseTicks = 100): BookScene =>
    new BookScene(factory, { tunnels: { ...TUNNELS, ...tunnels } }, previousCloseTicks);

  describe('tunnels', () => {
    test('[STATIC_TUNNEL] a trade at its bound happens, a trade beyond it starts an auction', () => {
      const book = scene({ staticPpm: TEN_PERCENT })
        .sell('in', 10, 110)
        .sell('out', 10, 111)
        .buy('taker', 20, 111);
      expect(book.takeOutcomes()).toEqual(['taker takes 10@110 of in', 'auction: STATIC_TUNNEL for 300000']);
      expect(book.runner.book.capture()).toMatchObject({
        phase: 4,
        theoreticalTicks: 111,
        theoreticalQuantity: 10,
      });
      expect(book.levels('BUY')).toEqual(['10@111 in 1']);
    });

    test('[STATIC_TUNNEL] is around the last auction price, or around the previous close before the first auction', () => {
      const book = scene({ staticPpm: TEN_PERCENT }).phase('AUCTION').sell('s', 1, 150).buy('b', 1, 150);
      book.phase('CONTINUOUS').sell('seller', 1, 165).buy('buyer', 1, 165);
      expect(book.takeOutcomes()).toEqual(['b buys 1@150 from s', 'buyer takes 1@165 of seller']);
      book.sell('low', 1, 134).buy('high', 1, 134);
      expect(book.takeOutcomes()).toEqual(['auction: STATIC_TUNNEL for 300000']);
    });

    test('[DYNAMIC_TUNNEL] is around the last price, and inactive before the first trade', () => {
      const book = scene({ dynamicPpm: TEN_PERCENT }).tradeAt(150);
      expect(book.takeOutcomes()).toEqual(['buyer takes 1@150 of seller']);
      book.sell('in', 1, 165).buy('one', 1, 165);
      expect(book.takeOutcomes()).toEqual(['one takes 1@165 of in']);
      book.sell('out', 1, 182).buy('two', 1, 182);
      expect(book.takeOutcomes()).toEqual(['auction: DYNAMIC_TUNNEL for 300000']);
    });

    test('[STATIC_TUNNEL] [DYNAMIC_TUNNEL] the static tunnel is the cause if a trade is outside both', () => {
      const book = scene({ staticPpm: TEN_PERCENT, dynamicPpm: TEN_PERCENT }).tradeAt(100);
      book.sell('out', 1, 150).buy('taker', 1, 150);
      expect(book.takeOutcomes().at(-1)).toBe('auction: STATIC_TUNNEL for 300000');
    });

    test('[TUNNELS_BEFORE_THE_ORDER] the own trades of an order do not move its tunnel', () => {
      const book = scene({ dynamicPpm: TEN_PERCENT }).tradeAt(100);
      book.sell('a', 1, 108).sell('b', 1, 115).buy('taker', 2, 115);
      expect(book.takeOutcomes().slice(1)).toEqual([
        'taker takes 1@108 of a',
        'auction: DYNAMIC_TUNNEL for 300000',
      ]);
    });

    test('[TUNNELS_BEFORE_THE_ORDER] the trades of an order move the tunnel of the stop that they trigger', () => {
      const book = scene({ dynamicPpm: TEN_PERCENT }).tradeAt(100).buy('stop', 1, 200, { stop: 105 });
      book.sell('a', 1, 108).sell('b', 1, 115).buy('taker', 1, 108);
      expect(book.takeOutcomes().slice(1)).toEqual([
        'taker takes 1@108 of a',
        'stop triggered at 200',
        'stop takes 1@115 of b',
      ]);
    });

    test('expires an order that may not rest, without an auction', () => {
      const book = scene({ staticPpm: TEN_PERCENT }).sell('in', 10, 105).sell('out', 10, 111);
      book.buy('taker', 20, 111, { timeInForce: 'IOC' });
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@105 of in',
        'taker expired: IMMEDIATE_OR_CANCEL after 10',
      ]);
      book.buy('whole', 10, 111, { timeInForce: 'FOK' }).buy('part', 20, 111, { minimum: 5 });
      expect(book.takeOutcomes()).toEqual([
        'whole expired: FILL_OR_KILL after 0',
        'part expired: MINIMUM_QUANTITY after 0',
      ]);
    });

    test('self-trade prevention comes before the tunnels', () => {
      const book = scene({ staticPpm: TEN_PERCENT }).sell('mine', 10, 120, { investor: 3 });
      book.buy('taker', 10, 120, { investor: 3, selfTrade: 'CANCEL_AGGRESSOR' });
      expect(book.takeOutcomes()).toEqual(['taker canceled: SELF_TRADE after 0']);
    });

    test('a replace to another price may start an auction', () => {
      const book = scene({ staticPpm: TEN_PERCENT })
        .sell('out', 10, 120)
        .buy('bid', 10, 100)
        .replace('bid', { quantity: 10, limit: 120 });
      expect(book.takeOutcomes().at(-1)).toBe('auction: STATIC_TUNNEL for 300000');
    });

    test('rounds the bounds inwards to whole ticks', () => {
      expect(tunnelAround(105, TEN_PERCENT)).toEqual({ lowestTicks: 95, highestTicks: 115 });
      expect(tunnelAround(100, TEN_PERCENT)).toEqual({ lowestTicks: 90, highestTicks: 110 });
    });
  });

  describe('quantities', () => {
    test('[QUANTITY_TRIGGER] a trade of a multiple of the mean starts the auction of the step that it reaches', () => {
      const book = scene(STEPS).sell('maker', 2_000, 100);
      book.buy('small', 499, 100);
      expect(book.takeOutcomes()).toEqual(['small takes 499@100 of maker']);
      book.buy('large', 500, 100);
      expect(book.takeOutcomes()).toEqual(['auction: QUANTITY for 300000']);
      expect(book.levels('BUY')).toEqual(['500@100 in 1']);
    });

    test('[QUANTITY_TRIGGER] the highest step that the trade reaches counts', () => {
      const book = scene(STEPS).sell('maker', 2_000, 100).buy('huge', 1_000, 100);
      expect(book.takeOutcomes()).toEqual(['auction: QUANTITY for 3600000']);
    });

    test('[QUANTITY_TRIGGER] counts only shares that would trade at once', () => {
      const book = scene(STEPS).sell('maker', 499, 100).buy('large', 5_000, 100);
      expect(book.takeOutcomes()).toEqual(['large takes 499@100 of maker']);
    });

    test('[QUANTITY_TRIGGER] an order that may not rest starts no auction', () => {
      const book = scene(STEPS).sell('maker', 2_000, 100).buy('large', 600, 100, { timeInForce: 'IOC' });
      expect(book.takeOutcomes()).toEqual(['large takes 600@100 of maker']);
    });

    test('[QUANTITY_TRIGGER] without a known mean no quantity starts an auction', () => {
      const book = scene({ ...STEPS, meanQuantity: 0 })
        .sell('maker', 2_000, 100)
        .buy('large', 2_000, 100);
      expect(book.takeOutcomes()).toEqual(['large takes 2000@100 of maker']);
    });
  });
}
