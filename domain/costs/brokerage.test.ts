import { describe, expect, test } from 'vitest';
import { brokerageOf, brokerageTaxesOf, otherCostsOf, ownCostsOfNote, type Brokerage } from './brokerage.ts';

describe('brokerage', () => {
  test.each([
    [{ type: 'NONE' }, 0],
    [{ type: 'FIXED', centavos: 250 }, 750],
    [{ type: 'RATE', rate: 500_000 }, 6_172],
  ] as const)('%j on three orders of R$ 12,345.67', (setting, centavos) => {
    expect(brokerageOf(setting, 3, 1_234_567)).toBe(centavos);
  });

  test.each([
    [{ type: 'NONE' }, 0],
    [{ type: 'FIXED', centavos: 750, other: { type: 'NOTE', centavos: 290 } }, 290],
    // 5.9 % of 7.50.
    [{ type: 'FIXED', centavos: 750, other: { type: 'OF_BROKERAGE', rate: 5_900_000 } }, 44],
  ] as const)('%j has other costs of %d centavos', (setting, centavos) => {
    expect(otherCostsOf(setting, brokerageOf(setting, 1, 1_000_000))).toBe(centavos);
  });

  const FIXED: Brokerage = { type: 'FIXED', centavos: 490, other: { type: 'NOTE', centavos: 290 } };
  const CHEAP: Brokerage = { type: 'FIXED', centavos: 100, other: { type: 'NOTE', centavos: 300 } };
  const RATE: Brokerage = { type: 'RATE', rate: 500_000, other: { type: 'OF_BROKERAGE', rate: 50_000_000 } };
  const FREE: Brokerage = { type: 'NONE' };
  test.each<[string, (readonly [orderId: string, brokerage: Brokerage])[], [number, number]]>([
    ['no price', [['a', FREE]], [0, 0]],
    [
      'one order that filled twice',
      [
        ['a', FIXED],
        ['a', FIXED],
      ],
      [490, 290],
    ],
    [
      'orders before and after a change of the price',
      [
        ['a', FREE],
        ['b', FIXED],
      ],
      [490, 290],
    ],
    [
      'two amounts for each note: the higher one',
      [
        ['a', FIXED],
        ['b', CHEAP],
        ['c', CHEAP],
      ],
      [690, 300],
    ],
    [
      'equal prices that are other objects',
      [
        ['a', RATE],
        ['b', { ...RATE }],
      ],
      [100, 50],
    ],
    [
      'an amount and a rate',
      [
        ['a', FIXED],
        ['b', RATE],
      ],
      [540, 315],
    ],
  ])('of a note with %s', (_name, fills, [brokerageCentavos, otherCentavos]) => {
    const priced = fills.map(([orderId, price]) => ({ orderId, brokerage: price, grossCentavos: 10_050 }));
    expect(ownCostsOfNote(priced)).toEqual({ brokerageCentavos, otherCentavos });
  });

  test('its taxes are 9.65 %, cut off', () => {
    expect([750, 1_000, 1].map(brokerageTaxesOf)).toEqual([72, 96, 0]);
  });
});
