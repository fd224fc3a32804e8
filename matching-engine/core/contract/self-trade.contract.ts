import { describe, expect, test } from 'vitest';
import { BookScene, type SceneTerms } from '#test/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';

const own = { investor: 7 };
const with_ = (selfTrade: NonNullable<SceneTerms['selfTrade']>, more: SceneTerms = {}): SceneTerms => ({
  ...own,
  selfTrade,
  ...more,
});

/** Self-trade prevention, as the incoming order asks for it. */
export function selfTradeContract(factory: BookFactory): void {
  const scene = (): BookScene =>
    new BookScene(factory, {}, 100).sell('other', 10, 100).sell('mine', 10, 101, own).sell('dear', 10, 102);

  describe('self-trade prevention', () => {
    test('[SELF_TRADE_BY_INVESTOR] not asked for, orders of one investor trade', () => {
      expect(scene().buy('taker', 15, 102, own).happened()).toEqual([
        'taker takes 10@100 of other',
        'taker takes 5@101 of mine',
      ]);
    });

    test('[SELF_TRADE_BY_INVESTOR] the instruction of the resting order does not count', () => {
      const book = new BookScene(factory)
        .sell('mine', 10, 101, with_('CANCEL_BOTH'))
        .buy('taker', 5, 101, own);
      expect(book.happened()).toEqual(['taker takes 5@101 of mine']);
    });

    test('[SELF_TRADE_BY_INVESTOR] orders without an investor are of nobody', () => {
      const book = new BookScene(factory).sell('a', 10, 101).buy('b', 5, 101, { selfTrade: 'CANCEL_BOTH' });
      expect(book.happened()).toEqual(['b takes 5@101 of a']);
    });

    test('[SELF_TRADE_CANCEL_AGGRESSOR] the rest of the incoming order ends', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_AGGRESSOR'));
      expect(book.happened()).toEqual(['taker takes 10@100 of other', 'taker canceled: SELF_TRADE after 10']);
      expect(book.queue('SELL')).toEqual(['mine', 'dear']);
    });

    test('[SELF_TRADE_CANCEL_RESTING] the resting order ends, the incoming one goes on', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_RESTING'));
      expect(book.happened()).toEqual([
        'taker takes 10@100 of other',
        'mine canceled: SELF_TRADE after 0',
        'taker takes 10@102 of dear',
      ]);
      expect(book.levels('BUY')).toEqual(['5@102 in 1']);
    });

    test('[SELF_TRADE_CANCEL_BOTH] the resting order ends, then the incoming one', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_BOTH'));
      expect(book.happened()).toEqual([
        'taker takes 10@100 of other',
        'mine canceled: SELF_TRADE after 0',
        'taker canceled: SELF_TRADE after 10',
      ]);
      expect(book.queue('SELL')).toEqual(['dear']);
    });

    test('an own order that is not reached stays', () => {
      const book = scene().buy('taker', 10, 102, with_('CANCEL_BOTH'));
      expect(book.happened()).toEqual(['taker takes 10@100 of other']);
    });

    test('[FILL_OR_KILL] what can fill stops at the first own order, or skips it', () => {
      const stops = scene().buy('taker', 11, 102, with_('CANCEL_BOTH', { timeInForce: 'FOK' }));
      expect(stops.happened()).toEqual(['taker expired: FILL_OR_KILL after 0']);
      const skips = scene().buy('taker', 20, 102, with_('CANCEL_RESTING', { timeInForce: 'FOK' }));
      expect(skips.happened().filter((line) => line.includes('takes'))).toHaveLength(2);
      const short = scene().buy('taker', 21, 102, with_('CANCEL_RESTING', { timeInForce: 'FOK' }));
      expect(short.happened()).toEqual(['taker expired: FILL_OR_KILL after 0']);
    });

    test('[FILL_OR_KILL] hidden shares ahead of an own order at its price come behind it', () => {
      const book = new BookScene(factory)
        .sell('iceberg', 100, 100, { display: 10 })
        .sell('mine', 5, 100, own);
      book.buy('eleven', 11, 100, with_('CANCEL_AGGRESSOR', { timeInForce: 'FOK' }));
      expect(book.happened()).toEqual(['eleven expired: FILL_OR_KILL after 0']);
      book.buy('ten', 10, 100, with_('CANCEL_AGGRESSOR', { timeInForce: 'FOK' }));
      expect(book.happened()).toEqual(['ten takes 10@100 of iceberg']);
    });

    test('[MINIMUM_QUANTITY] the minimum counts nothing of its own', () => {
      const book = scene().buy('taker', 25, 102, with_('CANCEL_AGGRESSOR', { minimum: 11 }));
      expect(book.happened()).toEqual(['taker expired: MINIMUM_QUANTITY after 0']);
    });

    test('[SELF_TRADE_BY_INVESTOR] an auction does not prevent', () => {
      const book = new BookScene(factory).phase('AUCTION');
      book
        .sell('mine', 10, 100, with_('CANCEL_BOTH'))
        .buy('also mine', 10, 100, with_('CANCEL_BOTH'))
        .phase('CONTINUOUS');
      expect(book.happened()).toEqual(['also mine buys 10@100 from mine']);
    });
  });
}
