import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceBandOf, tradingParametersOn } from '../../market/trading-parameters.ts';
import { movedProtection, protectionInCall, protectionOfStop } from './protection.ts';
import { instrument } from '#test/support/samples/instrument.ts';

const parameters = tradingParametersOn('2026-03-16');

describe('the protection price', () => {
  test.each([
    ['ten percent above the stop price', 3000, instrument(), 3300],
    ['rounded down to a whole tick', 3003, instrument({ tickCentavos: 3 }), 3303],
    ['at most the top of the band', 3900, instrument(), 4000],
    [
      'the stop price when the margin is less than a tick',
      5,
      instrument({ priceBand: null, tickCentavos: 5 }),
      5,
    ],
  ])('of a stop is %s', (_name, stop, of, most) => {
    expect(protectionOfStop(parameters, of, stop)).toBe(most);
  });

  test('of an order for a call is the top of the price band, or of a band around the reference price', () => {
    expect(protectionInCall(parameters, instrument(), 2890)).toBe(4000);
    expect(protectionInCall(parameters, instrument({ priceBand: null }), 2890)).toBe(
      priceBandOf(parameters, 2890, 1).highCentavos,
    );
  });

  test('of a stop is at least its stop price, and a multiple of the tick', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(1, 5, 25),
        (ticks, tickCentavos) => {
          const stop = ticks * tickCentavos;
          const most = protectionOfStop(parameters, instrument({ priceBand: null, tickCentavos }), stop);
          expect(most).toBeGreaterThanOrEqual(stop);
          expect(most % tickCentavos).toBe(0);
        },
      ),
    );
  });

  test('keeps its distance to a changed stop price', () => {
    expect(movedProtection(3300, 3000, 3100)).toBe(3400);
    expect(movedProtection(3300, 3000, null)).toBe(3300);
    expect(movedProtection(null, 3000, 3100)).toBeNull();
  });
});
