import { describe, expect, test } from 'vitest';
import { BookScene } from '#test/support/engine/book-scene.ts';
import { BUY, SELL } from '../codes.ts';
import type { BookFactory } from '../matching-book.ts';

/** Plain orders in continuous trading. */
export function ordersContract(factory: BookFactory): void {
  const scene = (): BookScene => new BookScene(factory);

  describe('priority', () => {
    test('[PRICE_TIME_PRIORITY] the best price trades first, at a price the earliest order', () => {
      const book = scene()
        .sell('late best', 10, 101)
        .sell('first', 10, 102)
        .sell('second', 10, 102)
        .sell('best', 10, 100);
      book.buy('taker', 35, 102);
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of best',
        'taker takes 10@101 of late best',
        'taker takes 10@102 of first',
        'taker takes 5@102 of second',
      ]);
    });

    test('[PRICE_TIME_PRIORITY] applies to bids in the same way', () => {
      const book = scene().buy('low', 10, 99).buy('first', 10, 100).buy('second', 10, 100);
      expect(book.queue('BUY')).toEqual(['first', 'second', 'low']);
      book.sell('taker', 25, 99);
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of first',
        'taker takes 10@100 of second',
        'taker takes 5@99 of low',
      ]);
    });

    test('[RESTING_PRICE] trades at the price of the resting order', () => {
      const book = scene().sell('maker', 10, 100).buy('taker', 10, 150);
      expect(book.takeOutcomes()).toEqual(['taker takes 10@100 of maker']);
      expect(book.runner.book.lastTicks).toBe(100);
    });

    test('rests the rest of an order behind all others at its price', () => {
      const book = scene()
        .buy('before', 5, 100)
        .sell('maker', 10, 101)
        .buy('taker', 30, 101)
        .buy('after', 1, 101);
      expect(book.queue('BUY')).toEqual(['taker', 'after', 'before']);
      expect(book.levels('BUY')).toEqual(['21@101 in 2', '5@100 in 1']);
    });

    test('a partly filled order keeps time priority', () => {
      const book = scene().buy('first', 10, 100).buy('second', 10, 100).sell('taker', 4, 100);
      expect(book.queue('BUY')).toEqual(['first', 'second']);
      expect(book.runner.book.filledOf(book.slotOf('first'))).toBe(4);
    });
  });

  describe('market orders', () => {
    test('[MARKET_TO_LIMIT] trades at the best opposite price and rests there', () => {
      const book = scene().sell('best', 10, 100).sell('next', 10, 101).buy('market', 15, null);
      expect(book.takeEvents()).toEqual([
        'best accepted at 100',
        'ask 10@100 in 1',
        'next accepted at 101',
        'ask 10@101 in 1',
        'market accepted at 100',
        'market takes 10@100 of best',
        'bid 5@100 in 1',
        'ask 0@100 in 0',
      ]);
    });

    test('[MARKET_TO_LIMIT] expires the rest of a market order that may not rest', () => {
      const book = scene()
        .buy('best', 10, 100)
        .buy('next', 10, 99)
        .sell('market', 15, null, { timeInForce: 'IOC' });
      expect(book.takeOutcomes()).toEqual([
        'market takes 10@100 of best',
        'market expired: IMMEDIATE_OR_CANCEL after 10',
      ]);
    });

    test('[MARKET_NEEDS_OPPOSITE] rejects a market order without an opposite price', () => {
      const book = scene().buy('bid', 10, 100).buy('market', 10, null);
      expect(book.takeOutcomes()).toEqual(['market rejected: NO_OPPOSITE_PRICE']);
    });

    test('[PROTECTION_PRICE] the protection bounds the limit of a market order', () => {
      const book = scene().sell('maker', 10, 100);
      book.buy('far', 5, null, { protection: 110 });
      expect(book.takeOutcomes()).toEqual(['far takes 5@100 of maker']);
      book.buy('near', 5, null, { protection: 98 });
      expect(book.takeOutcomes()).toEqual([]);
      expect(book.levels('BUY')).toEqual(['5@98 in 1']);
      book.sell('seller', 9, null, { protection: 105, timeInForce: 'IOC' });
      expect(book.takeOutcomes()).toEqual(['seller expired: IMMEDIATE_OR_CANCEL after 0']);
    });
  });

  describe('times in force', () => {
    test('[IMMEDIATE_OR_CANCEL] expires the rest of an IOC order', () => {
      const book = scene().sell('maker', 10, 100).buy('taker', 15, 105, { timeInForce: 'IOC' });
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of maker',
        'taker expired: IMMEDIATE_OR_CANCEL after 10',
      ]);
      expect(book.levels('BUY')).toEqual([]);
    });

    test('[FILL_OR_KILL] fills whole over several prices', () => {
      const book = scene()
        .sell('one', 10, 100)
        .sell('two', 10, 101)
        .buy('taker', 20, 101, { timeInForce: 'FOK' });
      expect(book.takeOutcomes()).toEqual(['taker takes 10@100 of one', 'taker takes 10@101 of two']);
    });

    test('[FILL_OR_KILL] expires without a trade and leaves the book unchanged', () => {
      const book = scene().sell('one', 10, 100).sell('two', 10, 101).sell('dear', 10, 102);
      book.takeEvents();
      book.buy('taker', 21, 101, { timeInForce: 'FOK' });
      expect(book.takeEvents()).toEqual(['taker accepted at 101', 'taker expired: FILL_OR_KILL after 0']);
      expect(book.levels('SELL')).toHaveLength(3);
    });

    test('[FILL_OR_KILL] counts hidden shares', () => {
      const book = scene()
        .sell('iceberg', 100, 100, { display: 10 })
        .buy('taker', 95, 100, { timeInForce: 'FOK' });
      expect(book.takeOutcomes()).toHaveLength(10);
      expect(book.levels('SELL')).toEqual(['5@100 in 1']);
    });

    test('[FILL_OR_KILL] a market order counts only the best price', () => {
      const book = scene()
        .sell('one', 10, 100)
        .sell('two', 10, 101)
        .buy('taker', 11, null, { timeInForce: 'FOK' });
      expect(book.takeOutcomes()).toEqual(['taker expired: FILL_OR_KILL after 0']);
    });
  });

  describe('minimum quantity', () => {
    test('[MINIMUM_QUANTITY] trades and rests if the minimum fills at once', () => {
      const book = scene().sell('maker', 10, 100).buy('taker', 50, 100, { minimum: 10 });
      expect(book.takeOutcomes()).toEqual(['taker takes 10@100 of maker']);
      expect(book.levels('BUY')).toEqual(['40@100 in 1']);
    });

    test('[MINIMUM_QUANTITY] expires untraded if the minimum does not fill at once', () => {
      const book = scene().sell('maker', 10, 100).buy('taker', 50, 100, { minimum: 11 });
      expect(book.takeOutcomes()).toEqual(['taker expired: MINIMUM_QUANTITY after 0']);
      expect(book.levels('SELL')).toEqual(['10@100 in 1']);
    });
  });

  describe('cancels, expiries and queries', () => {
    test('emits the filled quantity and the reason of a cancel and of an expiry, in any phase', () => {
      const book = scene().buy('one', 10, 100).buy('two', 10, 100).sell('taker', 4, 100).phase('HALTED');
      book.takeEvents();
      book.cancel('one', 'MASS_CANCEL').expire('two', 'EXPIRY_DATE');
      expect(book.takeEvents()).toEqual([
        'one canceled: MASS_CANCEL after 4',
        'bid 10@100 in 1',
        'two expired: EXPIRY_DATE after 0',
        'bid 0@100 in 0',
      ]);
    });

    test('throws for a slot that is not open', () => {
      const book = scene().buy('one', 10, 100).cancel('one');
      expect(() => book.cancel('one')).toThrow();
      expect(book.isOpen('one')).toBe(false);
    });

    test('returns best prices and levels', () => {
      const { book } = scene().buy('low', 10, 98).buy('high', 10, 99).sell('ask', 7, 103).runner;
      expect([book.bestTicks(BUY), book.bestTicks(SELL)]).toEqual([99, 103]);
      expect(book.levels(BUY, 1)).toEqual([{ priceTicks: 99, quantity: 10, orders: 1 }]);
      expect(book.levels(SELL, 0)).toEqual([]);
    });

    test('emits only changed levels, bids before asks, best first', () => {
      const book = scene().sell('a', 10, 102).sell('b', 10, 101).sell('c', 10, 103).buy('bid', 3, 99);
      book.takeEvents();
      book.buy('taker', 25, 102);
      expect(book.takeEvents().slice(-3)).toEqual(['bid 5@102 in 1', 'ask 0@101 in 0', 'ask 0@102 in 0']);
    });

    test('emits a level total above 32 bits exactly', () => {
      const most = 0x7ffffffe;
      const book = new BookScene(factory, { maxOrderQuantity: most })
        .buy('a', most, 100)
        .buy('b', most, 100)
        .buy('c', most, 100);
      expect(book.takeEvents().at(-1)).toBe(`bid ${3 * most}@100 in 3`);
    });
  });
}
