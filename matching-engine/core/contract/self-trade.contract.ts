import { describe, expect, test } from 'vitest';
import { BookScene, type SceneTerms } from '#test/support/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';

const own = { investor: 7 };
const with_ = (selfTrade: NonNullable<SceneTerms['selfTrade']>, more: SceneTerms = {}): SceneTerms => ({
  ...own,
  selfTrade,
  ...more,
});

/** Self-trade prevention by the instruction of the incoming order. */
export function selfTradeContract(factory: BookFactory): void {
  const scene = (): BookScene =>
    new BookScene(factory, {}, 100).sell('other', 10, 100).sell('mine', 10, 101, own).sell('dear', 10, 102);

  describe('self-trade prevention', () => {
    test('[SELF_TRADE_BY_INVESTOR] orders of one investor trade without an instruction', () => {
      expect(scene().buy('taker', 15, 102, own).takeOutcomes()).toEqual([
        'taker takes 10@100 of other',
        'taker takes 5@101 of mine',
      ]);
    });

    test('[SELF_TRADE_BY_INVESTOR] the instruction of the resting order does not count', () => {
      const book = new BookScene(factory)
        .sell('mine', 10, 101, with_('CANCEL_BOTH'))
        .buy('taker', 5, 101, own);
      expect(book.takeOutcomes()).toEqual(['taker takes 5@101 of mine']);
    });

    test('[SELF_TRADE_BY_INVESTOR] orders without an investor are never prevented', () => {
      const book = new BookScene(factory).sell('a', 10, 101).buy('b', 5, 101, { selfTrade: 'CANCEL_BOTH' });
      expect(book.takeOutcomes()).toEqual(['b takes 5@101 of a']);
    });

    test('[SELF_TRADE_CANCEL_AGGRESSOR] cancels the rest of the incoming order', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_AGGRESSOR'));
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of other',
        'taker canceled: SELF_TRADE after 10',
      ]);
      expect(book.queue('SELL')).toEqual(['mine', 'dear']);
    });

    test('[SELF_TRADE_CANCEL_RESTING] cancels the resting order and continues', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_RESTING'));
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of other',
        'mine canceled: SELF_TRADE after 0',
        'taker takes 10@102 of dear',
      ]);
      expect(book.levels('BUY')).toEqual(['5@102 in 1']);
    });

    test('[SELF_TRADE_CANCEL_BOTH] cancels the resting order, then the incoming one', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_BOTH'));
      expect(book.takeOutcomes()).toEqual([
        'taker takes 10@100 of other',
        'mine canceled: SELF_TRADE after 0',
        'taker canceled: SELF_TRADE after 10',
      ]);
      expect(book.queue('SELL')).toEqual(['dear']);
    });

    test('an own order that the incoming one does not reach stays', () => {
      const book = scene().buy('taker', 10, 102, with_('CANCEL_BOTH'));
      expect(book.takeOutcomes()).toEqual(['taker takes 10@100 of other']);
    });

    test('[FILL_OR_KILL] the fillable quantity stops at the first own order, or skips it', () => {
      const stops = scene().buy('taker', 11, 102, with_('CANCEL_BOTH', { timeInForce: 'FOK' }));
      expect(stops.takeOutcomes()).toEqual(['taker expired: FILL_OR_KILL after 0']);
      const skips = scene().buy('taker', 20, 102, with_('CANCEL_RESTING', { timeInForce: 'FOK' }));
      expect(skips.takeOutcomes().filter((line) => line.includes('takes'))).toHaveLength(2);
      const short = scene().buy('taker', 21, 102, with_('CANCEL_RESTING', { timeInForce: 'FOK' }));
      expect(short.takeOutcomes()).toEqual(['taker expired: FILL_OR_KILL after 0']);
    });

    test('[FILL_OR_KILL] hidden shares ahead of an own order at its price do not count', () => {
      const book = new BookScene(factory)
        .sell('iceberg', 100, 100, { display: 10 })
        .sell('mine', 5, 100, own);
      book.buy('eleven', 11, 100, with_('CANCEL_AGGRESSOR', { timeInForce: 'FOK' }));
      expect(book.takeOutcomes()).toEqual(['eleven expired: FILL_OR_KILL after 0']);
      book.buy('ten', 10, 100, with_('CANCEL_AGGRESSOR', { timeInForce: 'FOK' }));
      expect(book.takeOutcomes()).toEqual(['ten takes 10@100 of iceberg']);
    });

    test('[MINIMUM_QUANTITY] the minimum does not count own orders', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_AGGRESSOR', { minimum: 11 }));
      expect(book.takeOutcomes()).toEqual(['taker expired: MINIMUM_QUANTITY after 0']);
    });

    test('[SELF_TRADE_BY_INVESTOR] an uncrossing does not prevent self-trades', () => {
      const book = new BookScene(factory).phase('AUCTION');
      book
        .sell('mine', 10, 100, with_('CANCEL_BOTH'))
        .buy('also mine', 10, 100, with_('CANCEL_BOTH'))
        .phase('CONTINUOUS');
      expect(book.takeOutcomes()).toEqual(['also mine buys 10@100 from mine']);
    });
  });
}
