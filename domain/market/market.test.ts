import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isValidIsin } from './isin.ts';
import { priceBandOf, tradingParametersOn } from './trading-parameters.ts';

describe('ISIN', () => {
  test.each(['BRPETRACNPR6', 'BRVALEACNOR0', 'BRTAEECDAM10', 'US0378331005'])('accepts %s', (isin) => {
    expect(isValidIsin(isin)).toBe(true);
  });

  test.each(['', 'BRPETRACNPR', 'brpetracnpr6', 'BRPETRACNPRX', '1RPETRACNPR6'])(
    'rejects malformed %j',
    (isin) => {
      expect(isValidIsin(isin)).toBe(false);
    },
  );

  test('rejects every other check digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        (digit) => isValidIsin(`BRPETRACNPR${digit}`) === (digit === 6),
      ),
    );
  });
});

describe('price band', () => {
  const parameters = tradingParametersOn('2026-03-16');
  const closes = fc.integer({ min: 1, max: 100_000_000 });

  test.each([
    [2910, 2037, 3783],
    [1, 1, 1],
    [333, 233, 433],
  ])('around %d centavos', (close, low, high) => {
    expect(priceBandOf(parameters, close, 1)).toEqual({ lowCentavos: low, highCentavos: high });
  });

  test('ends on ticks, not outside the tunnel', () => {
    fc.assert(
      fc.property(closes, fc.constantFrom(1, 5, 25), (close, tick) => {
        fc.pre(close >= 4 * tick);
        const { lowCentavos, highCentavos } = priceBandOf(parameters, close, tick);
        expect([lowCentavos % tick, highCentavos % tick]).toEqual([0, 0]);
        expect(lowCentavos).toBeGreaterThanOrEqual(close * 0.7 - 1);
        expect(highCentavos).toBeLessThanOrEqual(close * 1.3 + 1);
        expect(lowCentavos).toBeLessThanOrEqual(highCentavos);
      }),
    );
  });
});
