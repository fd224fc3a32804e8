import { describe, expect, test } from 'vitest';
import { BookScene } from '#test/support/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';
import { REMOVED } from '../order-terms.ts';

/** Changes of open orders. */
export function replaceContract(factory: BookFactory): void {
  const scene = (): BookScene => new BookScene(factory, {}, 100);
  const two = (): BookScene => {
    const book = scene().buy('first', 10, 100).buy('second', 10, 100);
    book.takeEvents();
    return book;
  };

  describe('time priority', () => {
    test('[REPLACE_LESS_KEEPS_PLACE] fewer shares keep time priority', () => {
      const book = two().replace('first', { quantity: 5 });
      expect(book.takeEvents()).toEqual([
        'first replaced: 5 filled 0 limit 100 stop 0 display 0',
        'bid 15@100 in 2',
      ]);
      expect(book.queue('BUY')).toEqual(['first', 'second']);
    });

    test('[REPLACE_LESS_KEEPS_PLACE] a request that repeats quantity and price keeps time priority', () => {
      const book = two().replace('first', { quantity: 10, limit: 100 });
      expect(book.takeEvents()).toEqual(['first replaced: 10 filled 0 limit 100 stop 0 display 0']);
      expect(book.queue('BUY')).toEqual(['first', 'second']);
    });

    test('[REPLACE_MORE_LOSES_PLACE] more shares lose time priority', () => {
      const book = two().replace('first', { quantity: 11 });
      expect(book.queue('BUY')).toEqual(['second', 'first']);
    });

    test('[REPLACE_PRICE_LOSES_PLACE] another price loses time priority', () => {
      const book = two()
        .replace('first', { quantity: 5, limit: 99 })
        .replace('first', { quantity: 5, limit: 100 });
      expect(book.queue('BUY')).toEqual(['second', 'first']);
    });

    test('[REPLACE_PRICE_LOSES_PLACE] another displayed quantity loses time priority', () => {
      const book = two().replace('first', { quantity: 10, display: 5 });
      expect(book.queue('BUY')).toEqual(['second', 'first']);
      expect(book.levels('BUY')).toEqual(['15@100 in 2']);
    });

    test('[REPLACE_PRICE_LOSES_PLACE] an iceberg without its displayed quantity shows the whole order', () => {
      const book = scene().buy('first', 10, 100, { display: 5 }).buy('second', 10, 100);
      expect(book.levels('BUY')).toEqual(['15@100 in 2']);
      book.takeEvents();
      book.replace('first', { quantity: 10, display: REMOVED });
      expect(book.takeEvents()[0]).toBe('first replaced: 10 filled 0 limit 100 stop 0 display 0');
      expect(book.queue('BUY')).toEqual(['second', 'first']);
      expect(book.levels('BUY')).toEqual(['20@100 in 2']);
    });

    test('[REPLACE_LESS_KEEPS_PLACE] removal of quantities that an order does not have keeps time priority', () => {
      const book = two().replace('first', { quantity: 10, display: REMOVED, minimum: REMOVED });
      expect(book.takeEvents()).toEqual(['first replaced: 10 filled 0 limit 100 stop 0 display 0']);
      expect(book.queue('BUY')).toEqual(['first', 'second']);
    });

    test('[REPLACE_PRICE_LOSES_PLACE] a waiting stop loses its order of entry with another stop price', () => {
      const book = scene().buy('first', 1, 200, { stop: 110 }).buy('second', 1, 200, { stop: 110 });
      book.replace('first', { quantity: 1, stop: 109 }).tradeAt(110);
      expect(book.takeOutcomes().slice(-2)).toEqual(['second triggered at 200', 'first triggered at 200']);
    });

    test('[REPLACE_LESS_KEEPS_PLACE] an order for a call keeps time priority with fewer shares', () => {
      const book = scene().phase('OPENING_CALL');
      for (const name of ['a', 'b', 'c']) book.buy(name, 10, null, { timeInForce: 'AUCTION' });
      book
        .replace('a', { quantity: 20 })
        .replace('b', { quantity: 5 })
        .sell('seller', 12, 100)
        .phase('CONTINUOUS');
      expect(book.takeOutcomes().filter((line) => line.includes('buys'))).toEqual([
        'b buys 5@100 from seller',
        'c buys 7@100 from seller',
      ]);
    });
  });

  describe('entry of the changed order', () => {
    test('an order with a changed price may trade', () => {
      const book = scene()
        .sell('ask', 4, 105)
        .buy('bid', 10, 100)
        .replace('bid', { quantity: 10, limit: 106 });
      expect(book.takeOutcomes()).toEqual([
        'bid replaced: 10 filled 0 limit 106 stop 0 display 0',
        'bid takes 4@105 of ask',
      ]);
      expect(book.levels('BUY')).toEqual(['6@106 in 1']);
    });

    test('the new quantity includes filled shares', () => {
      const book = scene().buy('bid', 10, 100).sell('taker', 4, 100).replace('bid', { quantity: 5 });
      expect(book.levels('BUY')).toEqual(['1@100 in 1']);
      book.takeEvents();
      book.replace('bid', { quantity: 4 });
      expect(book.takeEvents()).toEqual(['bid not replaced: QUANTITY_LIMIT']);
    });

    test('[MARKET_TO_LIMIT] the rest of a market order is changed as a limit order', () => {
      const book = scene()
        .sell('maker', 5, 100)
        .buy('market', 10, null)
        .replace('market', { quantity: 10, limit: 98 });
      expect(book.takeOutcomes().at(-1)).toBe('market replaced: 10 filled 5 limit 98 stop 0 display 0');
      expect(book.levels('BUY')).toEqual(['5@98 in 1']);
    });

    test('a triggered stop is changed as a limit order', () => {
      const book = scene().buy('stop', 10, 104, { stop: 103 }).tradeAt(103);
      book.replace('stop', { quantity: 10, limit: 101 });
      expect(book.levels('BUY')).toEqual(['10@101 in 1']);
      book.takeEvents();
      book.replace('stop', { quantity: 10, stop: 110 });
      expect(book.takeEvents()).toEqual(['stop not replaced: PRICE_NOT_ALLOWED']);
    });

    test('[PROTECTION_PRICE] the protection of a waiting stop moves with its stop price', () => {
      const book = scene()
        .buy('stop', 10, null, { stop: 105, protection: 107 })
        .replace('stop', { quantity: 10, stop: 108 });
      expect(book.runner.book.capture().stops[0]).toMatchObject({ stopTicks: 108, protectionTicks: 110 });
    });

    test('self-trade prevention applies to a changed order', () => {
      const own = { investor: 3, selfTrade: 'CANCEL_AGGRESSOR' } as const;
      const book = scene()
        .sell('ask', 10, 105, own)
        .buy('bid', 10, 100, own)
        .replace('bid', { quantity: 10, limit: 105 });
      expect(book.takeOutcomes().at(-1)).toBe('bid canceled: SELF_TRADE after 0');
    });

    test('in a call a changed order goes to the back without trading', () => {
      const book = two().phase('AUCTION').sell('ask', 10, 99).replace('first', { quantity: 12 });
      expect(book.takeOutcomes()).toEqual(['first replaced: 12 filled 0 limit 100 stop 0 display 0']);
      expect(book.queue('BUY')).toEqual(['second', 'first']);
    });
  });

  describe('refusals', () => {
    test('[REPLACE_MINIMUM_AT_ONCE] refuses a minimum that cannot fill at once', () => {
      const book = scene().sell('ask', 4, 105).buy('bid', 10, 100);
      book.replace('bid', { quantity: 10, limit: 105, minimum: 5 });
      expect(book.takeOutcomes()).toEqual(['bid not replaced: MINIMUM_QUANTITY']);
      expect(book.levels('BUY')).toEqual(['10@100 in 1']);
      book.replace('bid', { quantity: 10, limit: 105, minimum: 4 });
      expect(book.takeOutcomes().at(-1)).toBe('bid takes 4@105 of ask');
    });

    test('applies the rules of entry to the changed terms', () => {
      const book = new BookScene(factory, { lotSize: 10, highestTicks: 150 }).buy('bid', 100, 100);
      book
        .replace('bid', { quantity: 105 })
        .replace('bid', { quantity: 0 })
        .replace('bid', { quantity: 100, limit: 151 });
      book.replace('bid', { quantity: 100, limit: -1 }).replace('bid', { quantity: 100, display: 110 });
      expect(book.takeOutcomes()).toEqual([
        'bid not replaced: LOT_SIZE',
        'bid not replaced: QUANTITY_LIMIT',
        'bid not replaced: PRICE_BAND',
        'bid not replaced: TICK_SIZE',
        'bid not replaced: INVALID_COMBINATION',
      ]);
    });

    test('[PHASE_TAKES] refuses a change in a phase without entry', () => {
      const book = two();
      for (const phase of ['CLOSED', 'PRE_OPEN', 'HALTED'] as const) {
        book.phase(phase).replace('first', { quantity: 5 });
        expect(book.takeOutcomes()).toEqual(['first not replaced: PHASE']);
      }
    });
  });
}
