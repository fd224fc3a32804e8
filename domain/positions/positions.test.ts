import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ratioOf, ratioOfCutDecimal } from '../money/ratio.ts';
import type { Trade } from '../notes/trade.ts';
import { b3Factor } from './b3-factor.ts';
import { applyCorporateAction, faultOfFactor, fractionProceedsCentavos } from './corporate-actions.ts';
import { uncoveredSale } from './day-results.ts';
import { acquire, averagePriceOf, costCentavosOf, dispose, NO_POSITION } from './position.ts';

const held = (quantity: number, costCentavos: number) => acquire(NO_POSITION, quantity, costCentavos);

describe('positions', () => {
  test('costs of sales and of the rest sum to the costs of the purchases', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 10_000_000 }));
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        (steps, sells) => {
          let position = NO_POSITION;
          let bought = 0;
          let sold = 0;
          steps.forEach(([quantity, cost], index) => {
            if (sells[index] && position.quantity > 0) {
              const part = dispose(position, Math.min(quantity, position.quantity));
              expect(part.costCentavos).toBeGreaterThanOrEqual(0);
              sold += part.costCentavos;
              position = part.position;
            } else {
              position = acquire(position, quantity, cost);
              bought += cost;
            }
          });
          expect(sold + costCentavosOf(position)).toBe(bought);
        },
      ),
    );
  });

  test('a sale keeps the average price to eight places', () => {
    let position = held(300, 10_000);
    for (const quantity of [1, 7, 100, 150, 41]) {
      position = dispose(position, quantity).position;
      expect(averagePriceOf(position)).toBe(33_333_333n);
    }
  });

  test('selling more than is held throws', () => {
    expect(() => dispose(held(1, 100), 2)).toThrow(/sold 2 of 1/);
  });

  test('a position without shares has no average price', () => {
    expect(averagePriceOf(NO_POSITION)).toBe(0n);
  });

  test('a later purchase covers a sale of the same day', () => {
    const trade = (side: Trade['side'], quantity: number): Trade => ({
      ticker: 'PETR4',
      asset: 'PETR4',
      kind: 'PREFERRED_STOCK',
      side,
      quantity,
      grossCentavos: quantity,
      isAuction: false,
    });
    const day = [trade('SELL', 60), trade('SELL', 60), trade('BUY', 20)];
    expect(uncoveredSale(day, () => held(100, 1))).toBeNull();
    expect(uncoveredSale(day, () => held(99, 1))).toBe(1);
    expect(uncoveredSale(day, () => undefined)).toBe(0);
  });
});

describe('corporate actions', () => {
  const ratio = (text: string) => {
    const [whole = '', fraction = ''] = text.split('.');
    return ratioOf(BigInt(whole + fraction), fraction.length);
  };

  test('a bonus gives whole shares with their declared cost, and sells the fraction', () => {
    const applied = applyCorporateAction(held(105, 94_500), {
      kind: 'BONUS',
      factor: ratio('1.1'),
      costPerShare: ratio('13.65162423'),
    });
    expect(applied.position).toEqual({ quantity: 115, costBillionths: 1_081_516_242_300n });
    expect(applied.fraction).toEqual({ numerator: 5n, denominator: 10n });
    expect(applied.fractionCostBillionths).toBe(6_825_812_115n);
    expect(fractionProceedsCentavos(applied.fraction, ratio('8.53'))).toBe(426);
  });

  test('splits and reverse splits keep the total cost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 2, max: 50 }),
        (quantity, cost, count) => {
          const before = held(quantity, cost);
          const split = applyCorporateAction(before, {
            kind: 'SPLIT',
            factor: { numerator: BigInt(count), denominator: 1n },
          });
          expect(split.position).toEqual({ ...before, quantity: quantity * count });
          const back = applyCorporateAction(split.position, {
            kind: 'REVERSE_SPLIT',
            factor: { numerator: 1n, denominator: BigInt(count) },
          });
          expect(back.position).toEqual(before);
        },
      ),
    );
  });

  test('a reverse split may leave no whole share: the fraction has all of the cost', () => {
    const { position, fraction, fractionCostBillionths } = applyCorporateAction(held(5, 100), {
      kind: 'REVERSE_SPLIT',
      factor: ratio('0.1'),
    });
    expect(position).toEqual(NO_POSITION);
    expect(fraction).toEqual({ numerator: 5n, denominator: 10n });
    expect(fractionCostBillionths).toBe(1_000_000_000n);
  });

  test('a fraction takes its part of the cost with it, at the average price of the new shares', () => {
    const split = { kind: 'SPLIT', factor: ratio('1.5') } as const;
    const reverse = { kind: 'REVERSE_SPLIT', factor: ratio('0.1') } as const;
    // 15 shares at 405.12: 1 share at 270.08, half a share at 135.04.
    expect(applyCorporateAction(held(15, 40_512), reverse)).toMatchObject({
      position: { quantity: 1, costBillionths: 270_080_000_000n },
      fractionCostBillionths: 135_040_000_000n,
    });
    expect(applyCorporateAction(held(1, 300), split)).toMatchObject({
      position: { quantity: 1, costBillionths: 2_000_000_000n },
      fractionCostBillionths: 1_000_000_000n,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(split, reverse),
        (quantity, cost, action) => {
          const before = held(quantity, cost);
          const { position, fractionCostBillionths } = applyCorporateAction(before, action);
          expect(position.costBillionths + fractionCostBillionths).toBe(before.costBillionths);
        },
      ),
    );
  });

  test('a capital return lowers the cost at most to zero, and says the rest', () => {
    const action = { kind: 'CAPITAL_RETURN', costPerShare: ratio('1') } as const;
    expect(applyCorporateAction(held(10, 10_000), action)).toMatchObject({
      position: { quantity: 10, costBillionths: 90_000_000_000n },
      excessBillionths: 0n,
    });
    expect(applyCorporateAction(held(10, 400), action)).toMatchObject({
      position: { quantity: 10, costBillionths: 0n },
      excessBillionths: 6_000_000_000n,
    });
  });

  test.each([
    ['SPLIT', '2', true],
    ['SPLIT', '1', false],
    ['REVERSE_SPLIT', '0.1', true],
    ['REVERSE_SPLIT', '1', false],
    ['BONUS', '1.05', true],
    ['BONUS', '0.05', false],
    ['BONUS', '0', false],
    ['CAPITAL_RETURN', '2', false],
  ] as const)('%s by %s is right: %s', (kind, factor, isRight) => {
    expect(faultOfFactor(kind, ratio(factor)) === null).toBe(isRight);
  });

  test.each([
    ['DESDOBRAMENTO', '100', '2'],
    ['DESDOBRAMENTO', '300', '4'],
    ['BONIFICACAO', '5', '1.05'],
    ['GRUPAMENTO', '0.1', '0.1'],
  ] as const)("B3's %s of %s is a factor of %s", (label, declared, factor) => {
    const [read, expected] = [b3Factor(label, ratio(declared)), ratio(factor)];
    expect(read.numerator * expected.denominator).toBe(expected.numerator * read.denominator);
  });

  test('a decimal that was cut off or rounded reads as its fraction', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 99 }),
        fc.boolean(),
        (top, bottom, isRounded) => {
          const scaled =
            (BigInt(top) * 10n ** 6n * 2n + (isRounded ? BigInt(bottom) : 0n)) / (BigInt(bottom) * 2n);
          const { numerator, denominator } = ratioOfCutDecimal(scaled, 6);
          expect(numerator * BigInt(bottom)).toBe(BigInt(top) * denominator);
        },
      ),
    );
  });

  test.each([
    ['0.1', 1n, 10n],
    ['1.1', 11n, 10n],
    ['1.05', 21n, 20n],
    ['2', 2n, 1n],
    ['1.00481234', 100_481_234n, 100_000_000n],
    ['0.3333', 1n, 3n],
  ])('%s is %d / %d', (text, numerator, denominator) => {
    const [whole = '', fraction = ''] = text.split('.');
    const read = ratioOfCutDecimal(BigInt(whole + fraction), fraction.length);
    expect(read.numerator * denominator).toBe(numerator * read.denominator);
  });
});
