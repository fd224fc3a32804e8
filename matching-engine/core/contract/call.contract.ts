import { describe, expect, test } from 'vitest';
import { BookScene, DAY } from '#test/support/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';

/** Phases: orders in a call, the end of a call, halts and trading days. */
export function callContract(factory: BookFactory): void {
  const call = (): BookScene => {
    const book = new BookScene(factory, {}, 100).phase('OPENING_CALL');
    book.takeEvents();
    return book;
  };

  describe('calls', () => {
    test('[CALL_GATHERS] orders rest without trading, crossed or not', () => {
      const book = call().buy('bid', 10, 105).sell('ask', 10, 95);
      expect(book.takeOutcomes()).toEqual([]);
      expect([book.levels('BUY'), book.levels('SELL')]).toEqual([['10@105 in 1'], ['10@95 in 1']]);
    });

    test('[THEORETICAL_IN_A_CALL] emits price and quantity at every change only', () => {
      const book = call().buy('bid', 10, 105).sell('ask', 10, 95);
      expect(book.takeEvents().at(-1)).toBe('theoretical 10@100');
      book.sell('far', 10, 120);
      expect(book.takeEvents().filter((line) => line.startsWith('theoretical'))).toEqual([]);
      book.sell('more', 10, 104);
      expect(book.takeEvents().filter((line) => line.startsWith('theoretical'))).toEqual([]);
      book.buy('also', 5, 105);
      expect(book.takeEvents().at(-1)).toBe('theoretical 15@104');
      book.cancel('bid').cancel('also');
      expect(book.takeEvents().at(-1)).toBe('theoretical 0@0');
    });

    test('[THEORETICAL_IN_A_CALL] emits price and quantity at the start of a call with a crossed book', () => {
      const book = call().buy('bid', 10, 105).sell('ask', 10, 95).phase('HALTED').phase('AUCTION');
      expect(book.takeEvents().at(-1)).toBe('theoretical 10@100');
    });

    test('[CALL_ENDS_WITH_AUCTION] uncrosses the book before continuous trading; the rest of an order rests', () => {
      const book = call().buy('bid', 15, 105).sell('ask', 10, 95).phase('CONTINUOUS');
      expect(book.takeEvents().slice(-3)).toEqual([
        'bid buys 10@100 from ask',
        'bid 5@105 in 1',
        'ask 0@95 in 0',
      ]);
      expect(book.runner.book.capture()).toMatchObject({
        lastTicks: 100,
        auctionTicks: 100,
        theoreticalTicks: 0,
      });
    });

    test('[CALL_ENDS_WITH_AUCTION] uncrosses the book before the close', () => {
      const book = call().phase('CLOSING_CALL').buy('bid', 10, 105).sell('ask', 10, 95).phase('CLOSED');
      expect(book.takeOutcomes()).toEqual(['bid buys 10@100 from ask']);
    });

    test('a call that follows another keeps its orders without uncrossing', () => {
      const book = call().buy('bid', 10, 105).sell('ask', 10, 95).phase('CLOSING_CALL');
      expect(book.takeOutcomes()).toEqual([]);
      expect(book.theoretical).toBe('10@100');
    });

    test('[CALL_ORDERS_END] expires the rest of orders for the auction', () => {
      const terms = { timeInForce: 'AUCTION' } as const;
      const book = call()
        .buy('a', 10, null, terms)
        .buy('b', 10, 90, terms)
        .sell('ask', 4, 95)
        .phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual([
        'a buys 4@100 from ask',
        'a expired: AUCTION after 4',
        'b expired: AUCTION after 0',
      ]);
    });

    test('orders for a call display nothing', () => {
      const book = call().buy('bid', 10, 105, { timeInForce: 'AUCTION' });
      expect(book.levels('BUY')).toEqual([]);
    });

    test('[AT_CLOSE_WAITS] orders for the close wait for the closing call', () => {
      const terms = { timeInForce: 'AT_CLOSE' } as const;
      const book = call().buy('moc', 10, null, terms).sell('ask', 10, 95);
      expect(book.theoretical).toBe('0@0');
      book.phase('CONTINUOUS').sell('loc', 3, 90, terms).phase('AUCTION').phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual([]);
      book.phase('CLOSING_CALL');
      expect(book.takeEvents().at(-1)).toBe('theoretical 10@100');
      book.phase('CLOSED');
      expect(book.takeOutcomes()).toEqual(['moc buys 3@100 from loc', 'moc buys 7@100 from ask']);
    });

    test('[CALL_ORDERS_END] expires the rest of orders for the close after the closing call', () => {
      const book = call().phase('CLOSING_CALL').buy('moc', 10, null, { timeInForce: 'AT_CLOSE' });
      book.phase('CLOSED');
      expect(book.takeOutcomes()).toEqual(['moc expired: AUCTION after 0']);
    });
  });

  describe('halts and trading days', () => {
    test('[HALT_NOTHING_TRADES] keeps every order and resumes through an auction', () => {
      const book = new BookScene(factory).buy('bid', 10, 100).phase('HALTED').buy('new', 10, 100);
      expect(book.takeOutcomes()).toEqual(['new rejected: PHASE']);
      expect(book.levels('BUY')).toEqual(['10@100 in 1']);
      book.phase('AUCTION').sell('ask', 10, 99).phase('HALTED');
      expect(book.takeOutcomes()).toEqual([]);
      book.phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual(['bid buys 10@99 from ask']);
    });

    test('[PRE_OPEN_CANCEL_ONLY] before the opening call orders can only be canceled', () => {
      const book = new BookScene(factory).buy('bid', 10, 100).phase('PRE_OPEN');
      book.buy('new', 10, 100).replace('bid', { quantity: 5 }).cancel('bid');
      expect(book.takeOutcomes()).toEqual([
        'new rejected: PHASE',
        'bid not replaced: PHASE',
        'bid canceled: REQUESTED after 0',
      ]);
    });

    test('[ADJUSTED_PREVIOUS_CLOSE] a trading day starts with the previous close and without a last price', () => {
      const book = new BookScene(factory, {}, 100)
        .tradeAt(105)
        .phase('CLOSED')
        .session(DAY + 1, 52);
      expect(book.runner.book.capture()).toMatchObject({
        lastTicks: 0,
        auctionTicks: 0,
        previousCloseTicks: 52,
      });
      book.phase('OPENING_CALL').buy('bid', 1, 60).sell('ask', 1, 50);
      expect(book.theoretical).toBe('1@52');
    });

    test('[GTC_STAYS] keeps a GTC order over several days', () => {
      const book = new BookScene(factory)
        .buy('bid', 10, 100, { timeInForce: 'GTC' })
        .phase('CLOSED')
        .session(DAY + 1, 100);
      book.phase('OPENING_CALL').phase('CONTINUOUS').sell('ask', 10, 100);
      expect(book.takeOutcomes()).toEqual(['ask takes 10@100 of bid']);
    });
  });
}
