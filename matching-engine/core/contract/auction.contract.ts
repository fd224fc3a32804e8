import { describe, expect, test } from 'vitest';
import { BookScene } from '#test/support/engine/book-scene.ts';
import { MAX_PRICE_TICKS } from '../codes.ts';
import type { BookFactory } from '../matching-book.ts';

type Side = readonly (readonly [quantity: number, limit: number | null])[];

/** Call auctions: the price, and the priority of the orders. */
export function auctionContract(factory: BookFactory): void {
  const callWith = (buys: Side, sells: Side, previousCloseTicks = 0): BookScene => {
    const book = new BookScene(factory, { highestTicks: MAX_PRICE_TICKS }, previousCloseTicks).phase(
      'OPENING_CALL',
    );
    const terms = (limit: number | null) => (limit === null ? ({ timeInForce: 'AUCTION' } as const) : {});
    buys.forEach(([quantity, limit], at) => book.buy(`B${at + 1}`, quantity, limit, terms(limit)));
    sells.forEach(([quantity, limit], at) => book.sell(`S${at + 1}`, quantity, limit, terms(limit)));
    book.takeEvents();
    return book;
  };
  const price = (buys: Side, sells: Side, previousCloseTicks = 0): string =>
    callWith(buys, sells, previousCloseTicks).theoretical;

  describe('theoretical price', () => {
    test('is zero if nothing crosses', () => {
      expect(price([[100, 100]], [[100, 101]], 100)).toBe('0@0');
      expect(price([[100, 100]], [])).toBe('0@0');
      expect(price([], [])).toBe('0@0');
    });

    test('[AUCTION_LARGEST_QUANTITY] the price that trades the largest quantity', () => {
      // At 102: 300 bought, 300 sold. At 101: 300 bought of 100 sold; at 103: 100 bought.
      const buys: Side = [
        [100, 103],
        [200, 102],
        [500, 99],
      ];
      const sells: Side = [
        [100, 100],
        [200, 102],
        [400, 104],
      ];
      expect(price(buys, sells, 100)).toBe('300@102');
      expect(price(buys, sells, 110)).toBe('300@102');
    });

    test('[AUCTION_SMALLEST_EXCESS] of several prices, the smallest excess of buys', () => {
      // 100 trade from 100 to 104; 300 are bought up to 102, 150 above.
      const buys: Side = [
        [150, 104],
        [150, 102],
      ];
      expect(price(buys, [[100, 100]], 100)).toBe('100@103');
      expect(price(buys, [[100, 100]], 110)).toBe('100@104');
    });

    test('[AUCTION_SMALLEST_EXCESS] of several prices, the smallest excess of sells', () => {
      // 100 trade from 100 to 104; 150 are sold below 102, 300 from there on.
      const sells: Side = [
        [150, 100],
        [150, 102],
      ];
      expect(price([[100, 104]], sells, 110)).toBe('100@101');
      expect(price([[100, 104]], sells, 90)).toBe('100@100');
    });

    test('[AUCTION_SMALLEST_EXCESS] only prices without an excess, if any exist', () => {
      // 100 bought and sold from 101 to 103; more are bought below, more are sold above.
      const buys: Side = [
        [100, 105],
        [50, 100],
      ];
      const sells: Side = [
        [100, 99],
        [50, 104],
      ];
      expect(price(buys, sells, 90)).toBe('100@101');
      expect(price(buys, sells, 102)).toBe('100@102');
      expect(price(buys, sells, 110)).toBe('100@103');
    });

    test('[AUCTION_SMALLEST_EXCESS] both excesses bound an interval from one to the other', () => {
      // 100 trade everywhere from 100 to 104: up to 102 with 50 buys left over, from 103 with 50 sells.
      const buys: Side = [
        [100, 104],
        [50, 102],
      ];
      const sells: Side = [
        [100, 100],
        [50, 103],
      ];
      expect(price(buys, sells, 90)).toBe('100@100');
      expect(price(buys, sells, 101)).toBe('100@101');
      expect(price(buys, sells, 103)).toBe('100@103');
      expect(price(buys, sells, 110)).toBe('100@104');
    });

    test('[AUCTION_NEAREST_TO_LAST] the price nearest to the last trade, or to the previous close before the first trade', () => {
      const book = new BookScene(factory, {}, 90)
        .tradeAt(103)
        .phase('CLOSING_CALL')
        .buy('bid', 10, 110)
        .sell('ask', 10, 95);
      expect(book.theoretical).toBe('10@103');
      expect(price([[10, 110]], [[10, 95]], 97)).toBe('10@97');
      expect(price([[10, 110]], [[10, 95]], 90)).toBe('10@95');
      expect(price([[10, 110]], [[10, 95]], 120)).toBe('10@110');
    });

    test('[AUCTION_WITHOUT_REFERENCE] the lowest price of the interval, without a last trade and a previous close', () => {
      expect(price([[10, 110]], [[10, 95]])).toBe('10@95');
    });

    test('[AUCTION_WITHOUT_REFERENCE] an interval that no limit bounds is unbounded', () => {
      expect(price([[10, null]], [[10, null]], 77)).toBe('10@77');
      expect(price([[10, null]], [[10, null]])).toBe('0@0');
      expect(price([[10, null]], [[10, 95]], 200)).toBe('10@200');
      expect(price([[10, 110]], [[10, null]], 5)).toBe('10@5');
      expect(price([[10, null]], [[10, 95]])).toBe('10@95');
      expect(price([[10, 110]], [[10, null]])).toBe('10@110');
    });

    test('[PROTECTION_PRICE] a market order for a call does not trade beyond its protection', () => {
      const book = callWith([], [[10, 110]], 100).buy('bid', 10, null, {
        timeInForce: 'AUCTION',
        protection: 109,
      });
      expect(book.theoretical).toBe('0@0');
      book.buy('other', 10, null, { timeInForce: 'AUCTION', protection: 111 });
      expect(book.theoretical).toBe('10@110');
    });

    test('works at the lowest and highest price that the core can hold', () => {
      expect(price([[10, 1]], [[10, 1]], 50)).toBe('10@1');
      expect(price([[10, MAX_PRICE_TICKS]], [[10, MAX_PRICE_TICKS]], 50)).toBe(`10@${MAX_PRICE_TICKS}`);
      expect(price([[10, null]], [[10, 1]])).toBe('10@1');
      expect(price([[10, 1]], [[10, null]])).toBe('10@1');
    });
  });

  describe('priority', () => {
    test('[AUCTION_TIME_PRIORITY] better price first, then time priority, no pro rata', () => {
      const book = callWith(
        [
          [10, 100],
          [10, 101],
          [10, 100],
        ],
        [
          [12, 100],
          [8, 99],
        ],
        100,
      ).phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual([
        'B2 buys 8@100 from S2',
        'B2 buys 2@100 from S1',
        'B1 buys 10@100 from S1',
      ]);
      expect(book.queue('BUY')).toEqual(['B3']);
    });

    test('[AUCTION_TIME_PRIORITY] a better price trades before an order for the call', () => {
      const book = callWith([[10, 101]], [[15, 100]], 100);
      book.buy('C', 10, 100, { timeInForce: 'AUCTION' }).phase('CONTINUOUS');
      expect(book.takeOutcomes().slice(0, 2)).toEqual(['B1 buys 10@100 from S1', 'C buys 5@100 from S1']);
    });

    test('[CALL_ORDERS_FIRST] market orders for the call trade before all prices, in order of entry', () => {
      const book = callWith([[10, 105]], [[25, 100]], 100);
      book
        .buy('late', 10, null, { timeInForce: 'AUCTION' })
        .buy('later', 10, null, { timeInForce: 'AUCTION' });
      book.phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual([
        'late buys 10@100 from S1',
        'later buys 10@100 from S1',
        'B1 buys 5@100 from S1',
      ]);
    });

    test('[CALL_ORDERS_FIRST] limit orders for the call, and protections, trade before resting orders at their price', () => {
      const book = callWith(
        [
          [10, 101],
          [10, 102],
        ],
        [[25, 100]],
        100,
      );
      book.buy('loa', 10, 101, { timeInForce: 'AUCTION' });
      book.buy('moa', 10, null, { timeInForce: 'AUCTION', protection: 102 }).phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual([
        'moa buys 10@100 from S1',
        'B2 buys 10@100 from S1',
        'loa buys 5@100 from S1',
        'loa expired: AUCTION after 5',
      ]);
    });

    test('[CALL_ENDS_WITH_AUCTION] orders for the call never leave a crossed book', () => {
      const book = callWith(
        [[10, 105]],
        [
          [10, 100],
          [1, 103],
        ],
        100,
      );
      book.buy('loa', 10, 100, { timeInForce: 'AUCTION' }).phase('CONTINUOUS');
      expect([book.levels('BUY'), book.levels('SELL')]).toEqual([[], ['1@103 in 1']]);
    });

    test('an order for the call whose limit is worse than the price does not trade', () => {
      const book = callWith([[10, 105]], [[10, 103]], 104)
        .buy('loa', 10, 102, { timeInForce: 'AUCTION' })
        .phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual(['B1 buys 10@104 from S1', 'loa expired: AUCTION after 0']);
    });

    test('icebergs count with their whole quantity', () => {
      const book = callWith([[100, 100]], [], 100).sell('iceberg', 100, 100, { display: 10 });
      expect(book.theoretical).toBe('100@100');
    });

    test('after an auction nothing crosses', () => {
      const book = callWith(
        [
          [30, 104],
          [30, 102],
        ],
        [
          [20, 99],
          [25, 103],
        ],
        100,
      ).phase('CONTINUOUS');
      const [bid = '', ask = ''] = [book.levels('BUY')[0], book.levels('SELL')[0]];
      expect(book.takeOutcomes()[0]).toContain('buys');
      expect(Number(/@(\d+)/.exec(bid)?.[1])).toBeLessThan(Number(/@(\d+)/.exec(ask)?.[1]));
    });
  });
}
