import { GraphQLError, parseValue } from 'graphql';
import { describe, expect, test, vi } from 'vitest';
import { scalarResolvers } from './scalars.ts';

const { Date: day, DateTime: instant, Decimal: decimal, Ticker: ticker } = scalarResolvers;

const codeOf = (take: () => unknown): unknown => {
  try {
    return take();
  } catch (error) {
    return error instanceof GraphQLError ? error.extensions['code'] : error;
  }
};

describe('instants and days', () => {
  test.each(['2026-03-16T13:00:00Z', '2026-03-16T13:00:00.000Z', '2024-02-29T23:59:59.999-03:00'])(
    'accepts %s',
    (text) => expect(instant.parseValue(text)).toBe(text),
  );

  test.each([
    '2026-02-30T13:00:00.000Z',
    '2025-02-29T00:00:00Z',
    '2026-03-16T25:00:00Z',
    '2026-03-16',
    '2026-03-16T13:00:00',
    'now',
    '',
    1_773_666_000_000,
  ])('%j is not an instant', (value) =>
    expect(codeOf(() => instant.parseValue(value))).toBe('BAD_USER_INPUT'),
  );

  test.each(['2026-02-30', '2026-3-1', '2026-03-16T00:00:00Z', ''])('%j is not a day', (value) =>
    expect(codeOf(() => day.parseValue(value))).toBe('BAD_USER_INPUT'),
  );
});

describe('literals', () => {
  test.each(['"28.90"', '29', '-3'])('%s is a decimal', (text) =>
    expect(decimal.parseLiteral(parseValue(text))).toBe(text.replaceAll('"', '')),
  );

  test.each(['28.90', '1e3', 'null', 'true', '"1e3"', '[1]', '99999999999999999999'])(
    '%s is not a decimal',
    (text) => expect(codeOf(() => decimal.parseLiteral(parseValue(text)))).toBe('BAD_USER_INPUT'),
  );

  test('are quoted in the message', () => {
    expect(() => decimal.parseLiteral(parseValue('28.905'))).toThrow(/not "28\.905"/);
    expect(() => ticker.parseLiteral(parseValue('PETR4'))).toThrow(/not "PETR4"/);
  });
});

test.each(['PE\u0000TR4', 'PETR4\n', 'A'.repeat(257)])('%j is not a ticker', (value) =>
  expect(codeOf(() => ticker.parseValue(value))).toBe('BAD_USER_INPUT'),
);

test('refuses a huge value without parsing it', () => {
  const huge = '1'.repeat(240 * 1024);
  const parse = vi.spyOn(Date, 'parse');
  const takers = Object.values(scalarResolvers);
  expect(takers.map((scalar) => codeOf(() => scalar.parseValue(huge)))).toEqual(
    takers.map(() => 'BAD_USER_INPUT'),
  );
  expect(parse.mock.calls.filter(([text]) => String(text).length > 40)).toEqual([]);
  parse.mockRestore();
});
