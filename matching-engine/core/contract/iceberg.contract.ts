import { describe, expect, test } from 'vitest';
import { BookScene } from '#test/support/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';

/** Icebergs: orders that display a part of their quantity. */
export function icebergContract(factory: BookFactory): void {
  const scene = (): BookScene => new BookScene(factory);

  describe('icebergs', () => {
    test('[ICEBERG_DISPLAY] displays only its displayed quantity', () => {
      const book = scene().sell('iceberg', 100, 100, { display: 20 });
      expect(book.levels('SELL')).toEqual(['20@100 in 1']);
    });

    test('[ICEBERG_DISPLAY] trades with its whole quantity on entry and displays a part of the rest', () => {
      const book = scene().sell('maker', 70, 100).buy('iceberg', 100, 100, { display: 20 });
      expect(book.takeOutcomes()).toEqual(['iceberg takes 70@100 of maker']);
      expect(book.levels('BUY')).toEqual(['20@100 in 1']);
    });

    test('[ICEBERG_PARTS] has at most 10,000 parts, also after a change', () => {
      const book = scene().sell('few', 20_000, 100, { display: 2 }).sell('many', 20_001, 100, { display: 2 });
      book.replace('few', { quantity: 20_001 }).replace('few', { quantity: 20_001, display: 3 });
      expect(book.takeOutcomes()).toEqual([
        'many rejected: INVALID_COMBINATION',
        'few not replaced: INVALID_COMBINATION',
        'few replaced: 20001 filled 0 limit 100 stop 0 display 3',
      ]);
    });

    test('[ICEBERG_REFILL] the next part goes to the back of its price', () => {
      const book = scene()
        .sell('iceberg', 50, 100, { display: 20 })
        .sell('plain', 30, 100)
        .buy('taker', 60, 100);
      expect(book.takeOutcomes()).toEqual([
        'taker takes 20@100 of iceberg',
        'taker takes 30@100 of plain',
        'taker takes 10@100 of iceberg',
      ]);
      expect(book.levels('SELL')).toEqual(['10@100 in 1']);
    });

    test('[ICEBERG_REFILL] a displayed part that is partly filled keeps time priority', () => {
      const book = scene()
        .sell('iceberg', 50, 100, { display: 20 })
        .sell('plain', 30, 100)
        .buy('taker', 19, 100);
      expect(book.queue('SELL')).toEqual(['iceberg', 'plain']);
      book.buy('next', 1, 100);
      expect(book.queue('SELL')).toEqual(['plain', 'iceberg']);
    });

    test('[ICEBERG_REFILL] the last part may be smaller', () => {
      const book = scene().sell('iceberg', 50, 100, { display: 20 }).buy('taker', 45, 100);
      expect(book.levels('SELL')).toEqual(['5@100 in 1']);
    });

    test('[ICEBERG_REFILL] two icebergs at a price take turns', () => {
      const book = scene()
        .sell('a', 30, 100, { display: 10 })
        .sell('b', 30, 100, { display: 10 })
        .buy('taker', 35, 100);
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of a',
        'taker takes 10@100 of b',
        'taker takes 10@100 of a',
        'taker takes 5@100 of b',
      ]);
    });

    test('[ICEBERG_SHRINKS_HIDDEN_FIRST] a lower quantity reduces the hidden part first', () => {
      const book = scene().sell('iceberg', 100, 100, { display: 20 }).sell('plain', 10, 100);
      book.replace('iceberg', { quantity: 50 });
      expect(book.levels('SELL')).toEqual(['30@100 in 2']);
      book.replace('iceberg', { quantity: 15 });
      expect(book.levels('SELL')).toEqual(['25@100 in 2']);
      expect(book.queue('SELL')).toEqual(['iceberg', 'plain']);
    });

    test('[AUCTION_TIME_PRIORITY] in an auction an iceberg trades whole in its turn', () => {
      const book = scene().phase('AUCTION').sell('iceberg', 50, 100, { display: 10 }).sell('plain', 10, 100);
      book.buy('buyer', 35, 100).phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual(['buyer buys 35@100 from iceberg']);
      expect(book.levels('SELL')).toEqual(['20@100 in 2']);
      expect(book.queue('SELL')).toEqual(['plain', 'iceberg']);
    });

    test('[AUCTION_TIME_PRIORITY] an iceberg that trades less than its displayed part keeps time priority', () => {
      const book = scene().phase('AUCTION').sell('iceberg', 50, 100, { display: 10 }).sell('plain', 10, 100);
      book.buy('buyer', 6, 100).phase('CONTINUOUS');
      expect(book.levels('SELL')).toEqual(['14@100 in 2']);
      expect(book.queue('SELL')).toEqual(['iceberg', 'plain']);
    });
  });
}
