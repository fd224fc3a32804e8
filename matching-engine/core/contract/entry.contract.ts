import { describe, expect, test } from 'vitest';
import { BookScene, DAY, type SceneTerms } from '#test/support/engine/book-scene.ts';
import { MAX_PRICE_TICKS, MAX_QUANTITY } from '../codes.ts';
import type { BookFactory } from '../matching-book.ts';

/** Rules for the quantities and prices of an order on entry. */
export function entryContract(factory: BookFactory): void {
  const rules = { lotSize: 10, maxOrderQuantity: 1_000, lowestTicks: 50, highestTicks: 150 };
  const outcomeOf = (quantity: number, limit: number | null, terms: SceneTerms = {}): string =>
    new BookScene(factory, rules, 100).buy('order', quantity, limit, terms).takeEvents()[0] ?? 'nothing';

  describe('entry', () => {
    test.each([
      [10, 'order accepted at 100'],
      [1_000, 'order accepted at 100'],
      [1_010, 'order rejected: QUANTITY_LIMIT'],
      [0, 'order rejected: QUANTITY_LIMIT'],
      [-10, 'order rejected: QUANTITY_LIMIT'],
      [15, 'order rejected: LOT_SIZE'],
    ])('[QUANTITY_BOUNDS] [LOT_MULTIPLE] a quantity of %i: %s', (quantity, outcome) => {
      expect(outcomeOf(quantity, 100)).toBe(outcome);
    });

    test.each([
      [50, 'order accepted at 50'],
      [150, 'order accepted at 150'],
      [49, 'order rejected: PRICE_BAND'],
      [151, 'order rejected: PRICE_BAND'],
      [-1, 'order rejected: TICK_SIZE'],
    ])('[REJECTION_TUNNEL] [TICK_MULTIPLE] a limit of %i: %s', (limit, outcome) => {
      expect(outcomeOf(10, limit)).toBe(outcome);
    });

    test('[REJECTION_TUNNEL] applies to stops and protections', () => {
      expect(outcomeOf(10, null, { stop: 151 })).toBe('order rejected: PRICE_BAND');
      expect(outcomeOf(10, 151, { stop: 120 })).toBe('order rejected: PRICE_BAND');
      expect(outcomeOf(10, null, { stop: 120, protection: 151 })).toBe('order rejected: PRICE_BAND');
      expect(outcomeOf(10, null, { stop: 120, protection: -1 })).toBe('order rejected: TICK_SIZE');
    });

    test('[PRICES_OF_TYPE] a type has exactly its prices', () => {
      expect(outcomeOf(10, null, { type: 'LIMIT' })).toBe('order rejected: PRICE_REQUIRED');
      expect(outcomeOf(10, null, { type: 'STOP' })).toBe('order rejected: PRICE_REQUIRED');
      expect(outcomeOf(10, null, { type: 'STOP_LIMIT', stop: 120 })).toBe('order rejected: PRICE_REQUIRED');
      expect(outcomeOf(10, 100, { type: 'MARKET' })).toBe('order rejected: PRICE_NOT_ALLOWED');
      expect(outcomeOf(10, 120, { type: 'STOP', stop: 120 })).toBe('order rejected: PRICE_NOT_ALLOWED');
      expect(outcomeOf(10, 100, { type: 'LIMIT', stop: 120 })).toBe('order rejected: PRICE_NOT_ALLOWED');
      expect(outcomeOf(10, 100, { protection: 100 })).toBe('order rejected: PRICE_NOT_ALLOWED');
    });

    test('[COMBINATION_TABLE] displayed and minimum quantities are whole lots within the quantity', () => {
      expect(outcomeOf(50, 100, { display: 60 })).toBe('order rejected: INVALID_COMBINATION');
      expect(outcomeOf(50, 100, { display: 15 })).toBe('order rejected: INVALID_COMBINATION');
      expect(outcomeOf(50, 100, { display: -10 })).toBe('order rejected: INVALID_COMBINATION');
      expect(outcomeOf(50, 100, { minimum: 60 })).toBe('order rejected: INVALID_COMBINATION');
      expect(outcomeOf(50, 100, { display: 50 })).toBe('order accepted at 100');
    });

    test('[GTD_ENDS] rejects a last day in the past', () => {
      expect(outcomeOf(10, 100, { timeInForce: 'GTD', expiresDay: DAY })).toBe('order accepted at 100');
      expect(outcomeOf(10, 100, { timeInForce: 'GTD', expiresDay: DAY - 1 })).toBe(
        'order rejected: INVALID_COMBINATION',
      );
    });

    test('an inactive instrument rejects orders and refuses changes', () => {
      const book = new BookScene(factory).buy('resting', 10, 100).rules({ isActive: false });
      book.buy('new', 10, 100).replace('resting', { quantity: 5 });
      expect(book.takeOutcomes()).toEqual([
        'new rejected: ASSET_NOT_ACTIVE',
        'resting not replaced: ASSET_NOT_ACTIVE',
      ]);
      book.cancel('resting');
      expect(book.takeOutcomes()).toEqual(['resting canceled: REQUESTED after 0']);
    });

    test('resting orders stay when the rules change', () => {
      const book = new BookScene(factory).buy('resting', 15, 200).rules({ lotSize: 10, highestTicks: 150 });
      expect(book.levels('BUY')).toEqual(['15@200 in 1']);
    });

    test('accepts the largest quantity and price that the core can hold', () => {
      const most = { maxOrderQuantity: MAX_QUANTITY, highestTicks: MAX_PRICE_TICKS };
      const book = new BookScene(factory, most).sell('ask', MAX_QUANTITY, MAX_PRICE_TICKS);
      book.buy('bid', MAX_QUANTITY, MAX_PRICE_TICKS).buy('low', 1, 1);
      expect(book.takeOutcomes()).toEqual([`bid takes ${MAX_QUANTITY}@${MAX_PRICE_TICKS} of ask`]);
      expect(book.levels('BUY')).toEqual(['1@1 in 1']);
    });
  });
}
