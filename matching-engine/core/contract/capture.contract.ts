import { describe, expect, test } from 'vitest';
import { createRandom } from '#platform/random.ts';
import { BookRunner } from '#verification/compare/books/book-runner.ts';
import { PLAIN_RULES, viewOf } from '#verification/compare/books/compare-books.ts';
import { BookCommandGenerator } from '#verification/compare/generate/book-commands.ts';
import { BookScene } from '#test/support/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';

/** Snapshots of a book and books restored from them. */
export function captureContract(factory: BookFactory): void {
  const everything = (): BookScene => {
    const book = new BookScene(factory, {}, 100).buy('iceberg', 50, 99, { display: 10, timeInForce: 'GTC' });
    book.buy('plain', 5, 99).sell('ask', 7, 103).buy('stop', 5, null, { stop: 110, protection: 115 });
    book.sell('moc', 5, null, { timeInForce: 'AT_CLOSE' }).sell('taker', 12, 99);
    return book;
  };

  describe('snapshots', () => {
    test('of an empty book are closed', () => {
      const { book } = new BookRunner(factory, PLAIN_RULES);
      expect(book.capture()).toEqual({
        phase: 0,
        lastTicks: 0,
        previousCloseTicks: 0,
        auctionTicks: 0,
        theoreticalTicks: 0,
        theoreticalQuantity: 0,
        bids: [],
        asks: [],
        callOrders: [],
        stops: [],
        triggered: [],
      });
    });

    test('contain the terms, the filled and the displayed quantity', () => {
      const { bids, callOrders, stops } = everything().runner.book.capture();
      expect(bids.map(({ quantity, filled, shown }) => [quantity, filled, shown])).toEqual([
        [5, 2, 3],
        [50, 10, 10],
      ]);
      expect(callOrders[0]).toMatchObject({ limitTicks: 0, shown: 0 });
      expect(stops[0]).toMatchObject({ limitTicks: 0, stopTicks: 110, protectionTicks: 115, shown: 0 });
    });

    test('a restored book equals the original', () => {
      const before = everything();
      const after = everything();
      after.runner.apply({ type: 'RESTORE' });
      const strip = (scene: BookScene) =>
        JSON.stringify(scene.runner.book.capture(), (key, value: unknown) =>
          key === 'slot' ? undefined : value,
        );
      expect(strip(after)).toBe(strip(before));
    });

    test('of a restored book equal the original at any point of a random stream', () => {
      const generator = new BookCommandGenerator(createRandom(7));
      const runner = new BookRunner(factory, PLAIN_RULES);
      for (let at = 0; at < 2_000; at++) {
        runner.apply(generator.next(viewOf(runner)));
        if (at % 10 !== 0) continue;
        const captured = runner.book.capture();
        runner.apply({ type: 'RESTORE' });
        const again = runner.book.capture();
        const slotless = (text: unknown): unknown =>
          JSON.parse(JSON.stringify(text).replaceAll(/"slot":\d+/g, '"slot":0'));
        expect(slotless(again)).toEqual(slotless(captured));
      }
    });
  });
}
