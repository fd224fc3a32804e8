import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalToInteger, formatDecimal, parseDecimal } from './decimal.ts';
import { add, averageInTenThousandths, divideHalfUp, multiply, safe, scale, subtract } from './integer.ts';
import { amountFault, formatCentavos, formatTenThousandths, parseAmountCentavos } from './money.ts';

describe('decimals', () => {
  test.each([
    '1e3',
    ' 1',
    '1 ',
    '',
    '.5',
    '1.',
    '01',
    '+1',
    '--1',
    '1,5',
    '9'.repeat(14),
    '1.123456789',
    'NaN',
    '１',
  ])('%j is malformed', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  test.each([
    ['0', 0],
    ['28.9', 2_890],
    ['28.90', 2_890],
    ['28.90000000', 2_890],
    ['-0.01', -1],
    ['9999999999999.99', 999_999_999_999_999],
    ['1.005', null],
    ['0.00000001', null],
  ])('%s is %s centavos', (text, centavos) => {
    const decimal = parseDecimal(text);
    expect(decimal && decimalToInteger(decimal, 2)).toBe(centavos);
  });

  test('a formatted decimal parses to the same value', () => {
    const centavos = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(centavos, fc.integer({ min: 0, max: 8 }), (units, places) => {
        const decimal = parseDecimal(formatDecimal(units, places));
        if (decimal) expect(decimalToInteger(decimal, places)).toBe(units);
        else expect(String(Math.abs(units)).length - places).toBeGreaterThan(13);
      }),
    );
  });

  test.each([
    [0, '0.00'],
    [1, '0.01'],
    [-5, '-0.05'],
    [2_890, '28.90'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('formats %d centavos as %s', (centavos, text) => {
    expect(formatCentavos(centavos)).toBe(text);
  });

  test('formats averages with four places', () => {
    expect(formatTenThousandths(0)).toBe('0.0000');
    expect(formatTenThousandths(289_050)).toBe('28.9050');
  });
});

test.each(['0', '-1', '0.001', '1e3', '0.00'])('%s is not a valid amount of money', (text) => {
  expect(parseAmountCentavos(text)).toBeNull();
});

test.each([
  ['0.01', null],
  ['1000000', null],
  ['0', 'not-positive'],
  ['0.00', 'not-positive'],
  ['-5', 'not-positive'],
  ['-0.005', 'not-positive'],
  ['0.005', 'too-precise'],
  ['10.001', 'too-precise'],
])('the amount %s has the one fault %j', (value, fault) => {
  expect(amountFault(value)).toBe(fault);
});

describe('checked arithmetic', () => {
  test('throws beyond the safe integers', () => {
    const most = Number.MAX_SAFE_INTEGER;
    for (const beyond of [
      () => add(most, 1),
      () => subtract(-most, 1),
      () => multiply(most, 2),
      () => safe(0.5),
    ]) {
      expect(beyond).toThrow(RangeError);
    }
    expect(() => scale(most, 2, 1)).toThrow(RangeError);
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError);
  });

  test.each([
    [5n, 10n, 1n],
    [-5n, 10n, -1n],
    [4n, 10n, 0n],
    [15n, -10n, -2n],
    [14n, 10n, 1n],
  ])('%d / %d is %d, half away from zero', (dividend, divisor, quotient) => {
    expect(divideHalfUp(dividend, divisor)).toBe(quotient);
  });

  test('scales exactly when the product exceeds the safe integers', () => {
    expect(scale(9_000_000_000_000_000, 999_999, 1_000_000)).toBe(8_999_991_000_000_000);
  });

  test('computes the average of an example of the revenue service', () => {
    expect(averageInTenThousandths(50 * 1_038 + 16 * 830, 66)).toBe(98_758);
    expect(averageInTenThousandths(0, 0)).toBe(0);
  });
});
