import { describe, expect, test } from 'vitest';
import { BookScene, DAY } from '#test/support/engine/book-scene.ts';
import { NO_TUNNELS } from '../book-rules.ts';
import type { BookFactory } from '../matching-book.ts';

const TUNNELS = { ...NO_TUNNELS, staticPpm: 100_000, priceCallMs: 1 };

/** Stops: they wait for a price, then enter as plain orders. */
export function stopsContract(factory: BookFactory): void {
  const scene = (): BookScene => new BookScene(factory, {}, 100);

  describe('waiting', () => {
    test('[STOP_BEYOND_LAST] rejects a stop that would trigger at once', () => {
      const book = scene().tradeAt(105);
      book.takeOutcomes();
      book.buy('a', 10, null, { stop: 105 }).sell('b', 10, null, { stop: 105 });
      book.buy('c', 10, null, { stop: 106 }).sell('d', 10, null, { stop: 104 });
      expect(book.takeOutcomes()).toEqual(['a rejected: STOP_PRICE', 'b rejected: STOP_PRICE']);
    });

    test('[STOP_BEYOND_LAST] compares with the previous close before the first trade', () => {
      const book = scene().buy('a', 10, null, { stop: 100 }).buy('b', 10, null, { stop: 101 });
      expect(book.takeOutcomes()).toEqual(['a rejected: STOP_PRICE']);
    });

    test('[STOP_BEYOND_LAST] rejects a limit before the stop price', () => {
      const book = scene().buy('a', 10, 104, { stop: 105 }).buy('b', 10, 105, { stop: 105 });
      book.sell('c', 10, 96, { stop: 95 }).sell('d', 10, 95, { stop: 95 });
      expect(book.takeOutcomes()).toEqual(['a rejected: STOP_PRICE', 'c rejected: STOP_PRICE']);
    });

    test('a waiting stop displays nothing and does not trade', () => {
      const book = scene().buy('stop', 10, 110, { stop: 105 }).sell('ask', 10, 103);
      expect(book.levels('BUY')).toEqual([]);
      expect(book.takeOutcomes()).toEqual([]);
    });
  });

  describe('triggering', () => {
    test('[STOP_TRIGGER] a trade at its price or above triggers a buy', () => {
      const book = scene().buy('at', 1, 200, { stop: 105 }).buy('under', 1, 200, { stop: 104 });
      book.buy('over', 1, 200, { stop: 106 }).tradeAt(105);
      expect(book.takeOutcomes().slice(1)).toEqual(['at triggered at 200', 'under triggered at 200']);
    });

    test('[STOP_TRIGGER] a trade at its price or below triggers a sell', () => {
      const book = scene().sell('at', 1, 1, { stop: 95 }).sell('over', 1, 1, { stop: 96 });
      book.sell('under', 1, 1, { stop: 94 }).tradeAt(95);
      expect(book.takeOutcomes().slice(1)).toEqual(['at triggered at 1', 'over triggered at 1']);
    });

    test('[STOP_TRIGGER] every price of the operation counts, not only the last', () => {
      const book = scene().sell('cheap', 1, 90).sell('dear', 1, 110);
      book.buy('up', 1, 120, { stop: 105 }).sell('down', 1, 80, { stop: 95 });
      book.buy('taker', 2, 110);
      expect(book.takeOutcomes()).toEqual([
        'taker takes 1@90 of cheap',
        'taker takes 1@110 of dear',
        'up triggered at 120',
        'down triggered at 80',
        'down takes 1@120 of up',
      ]);
    });

    test('[STOP_ORDER_OF_ENTRY] stops triggered together enter in order of entry', () => {
      const book = scene().buy('first', 1, 200, { stop: 107 }).buy('second', 1, 200, { stop: 103 });
      book.tradeAt(110);
      expect(book.takeOutcomes().slice(1)).toEqual(['first triggered at 200', 'second triggered at 200']);
    });

    test('[STOP_ORDER_OF_ENTRY] stops triggered by their trades enter after them', () => {
      const book = scene().sell('ask', 1, 108).sell('far', 1, 120);
      book
        .buy('chained', 1, 200, { stop: 108 })
        .buy('one', 1, 200, { stop: 103 })
        .buy('two', 1, 104, { stop: 104 });
      book.sell('x', 1, 105).buy('y', 1, 105);
      expect(book.takeOutcomes()).toEqual([
        'y takes 1@105 of x',
        'one triggered at 200',
        'one takes 1@108 of ask',
        'two triggered at 104',
        'chained triggered at 200',
        'chained takes 1@120 of far',
      ]);
    });

    test('[STOP_BECOMES_MARKET] a stop loss gets the best opposite price as its limit and rests there', () => {
      const book = scene().buy('stop', 30, null, { stop: 105 }).sell('maker', 10, 108).tradeAt(105);
      expect(book.takeOutcomes().slice(1)).toEqual(['stop triggered at 108', 'stop takes 10@108 of maker']);
      expect(book.levels('BUY')).toEqual(['20@108 in 1']);
    });

    test('[STOP_BECOMES_MARKET] [PROTECTION_PRICE] its protection bounds that limit', () => {
      const book = scene()
        .buy('stop', 30, null, { stop: 105, protection: 107 })
        .sell('maker', 10, 108)
        .tradeAt(105);
      expect(book.takeOutcomes().slice(1)).toEqual(['stop triggered at 107']);
      expect(book.levels('BUY')).toEqual(['30@107 in 1']);
    });

    test('[STOP_BECOMES_MARKET] a stop loss without an opposite price rests at the last price', () => {
      const book = scene().buy('stop', 30, null, { stop: 103 }).tradeAt(105);
      expect(book.levels('BUY')).toEqual(['30@105 in 1']);
    });

    test('[STOP_LIMIT_BECOMES_LIMIT] a stop limit enters with its limit', () => {
      const book = scene()
        .buy('stop', 30, 107, { stop: 105 })
        .sell('a', 10, 106)
        .sell('b', 10, 108)
        .tradeAt(105);
      expect(book.takeOutcomes().slice(1)).toEqual(['stop triggered at 107', 'stop takes 10@106 of a']);
      expect(book.levels('BUY')).toEqual(['20@107 in 1']);
    });

    test('self-trade prevention applies to a triggered stop', () => {
      const own = { investor: 7 };
      const book = scene().buy('stop', 30, 107, { stop: 105, ...own, selfTrade: 'CANCEL_AGGRESSOR' });
      book.sell('mine', 10, 107, own).tradeAt(105);
      expect(book.takeOutcomes().slice(1)).toEqual([
        'stop triggered at 107',
        'stop canceled: SELF_TRADE after 0',
      ]);
    });
  });

  describe('stops and calls', () => {
    test('[NO_STOPS_IN_A_CALL] a call rejects a stop and refuses a change of one', () => {
      const book = scene().buy('waiting', 10, 110, { stop: 105 }).phase('CLOSING_CALL');
      book.buy('stop', 10, 110, { stop: 105 }).replace('waiting', { quantity: 5 });
      expect(book.takeOutcomes()).toEqual(['stop rejected: PHASE', 'waiting not replaced: PHASE']);
      book.cancel('waiting');
      expect(book.takeOutcomes()).toEqual(['waiting canceled: REQUESTED after 0']);
    });

    test('[STOP_TRIGGER] the price of an auction triggers stops when continuous trading begins', () => {
      const book = scene().buy('stop', 10, 110, { stop: 105 }).phase('OPENING_CALL');
      book.sell('seller', 5, 106).buy('buyer', 5, 106).phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual(['buyer buys 5@106 from seller', 'stop triggered at 110']);
    });

    test('[STOP_TRIGGER] the price of an auction before the close triggers no stop', () => {
      const book = scene().buy('stop', 10, 110, { stop: 105, timeInForce: 'GTC' }).phase('CLOSING_CALL');
      book
        .sell('seller', 5, 106)
        .buy('buyer', 5, 106)
        .phase('CLOSED')
        .session(DAY + 1, 106)
        .phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual(['buyer buys 5@106 from seller']);
      expect(book.runner.book.capture().stops).toHaveLength(1);
    });

    test('[STOPS_WAIT_FOR_THE_AUCTION] triggered stops wait while an auction lasts', () => {
      const book = new BookScene(factory, { tunnels: TUNNELS }, 100).sell('far', 10, 150);
      book.buy('one', 1, 200, { stop: 105 }).buy('two', 1, 200, { stop: 105 }).tradeAt(105);
      expect(book.takeOutcomes().slice(1)).toEqual(['one triggered at 200', 'auction: STATIC_TUNNEL for 1']);
      expect(book.runner.book.capture().triggered).toHaveLength(1);
      book.replace('two', { quantity: 2, limit: 190 });
      expect(book.takeOutcomes()).toEqual(['two not replaced: PHASE']);
      book.phase('CONTINUOUS');
      expect(book.takeOutcomes().slice(0, 2)).toEqual(['one buys 1@150 from far', 'two triggered at 200']);
    });

    test('[STOPS_WAIT_FOR_THE_AUCTION] trades before the auction trigger stops that enter after it', () => {
      const book = new BookScene(factory, { tunnels: TUNNELS }, 100)
        .sell('near', 1, 106)
        .sell('far', 10, 150);
      book.buy('stop', 1, 108, { stop: 105 }).buy('taker', 2, 150);
      expect(book.takeOutcomes()).toEqual(['taker takes 1@106 of near', 'auction: STATIC_TUNNEL for 1']);
      expect(book.runner.book.capture().triggered).toHaveLength(1);
    });
  });
}
