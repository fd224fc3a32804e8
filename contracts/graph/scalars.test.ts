import { GraphQLError, parse, parseValue, visit } from 'graphql';
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

/** The errors of the float literals of a document, each given to the scalar Decimal. */
function refusedLiterals(query: string): unknown[] {
  const errors: unknown[] = [];
  visit(parse(query), {
    FloatValue: (node) => {
      try {
        decimal.parseLiteral(node);
      } catch (error) {
        errors.push((error as GraphQLError).toJSON());
      }
    },
  });
  return errors;
}

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

  test.each([
    [decimal, '28.905'],
    [decimal, '1e3'],
    [decimal, '"1e3"'],
    [decimal, '99999999999999999999'],
    [decimal, '[1, 2]'],
    [decimal, '{ a: null }'],
    [decimal, '$price'],
    [ticker, 'PETR4'],
    [ticker, '4'],
  ])('of %s: the message quotes %s as it was written', (scalar, text) => {
    expect(() => scalar.parseLiteral(parseValue(text))).toThrow(`, not ${text}.`);
  });

  test.each([
    ['{ a(price: 28.9) }', 'price', 12],
    ['{ a(input: { limitPrice: 28.9 }) }', 'input.limitPrice', 26],
    [
      '{ a(input: { other: { stop: "1" }, in: [{ limitPrice: "1" }, { stopPrice: 28.9 }] }) }',
      'input.in.stopPrice',
      75,
    ],
    ['{ a(b: 1) { c(prices: ["1", 28.9]) } }', 'prices', 29],
    ['query ($price: Decimal = 28.9) { a }', 'price', 26],
  ])('in %s: the error names the field and has its place', (query, field, column) => {
    const errors = refusedLiterals(query);
    expect(errors).toEqual([
      {
        message: `"${field}", a Decimal, must be a string like "28.90" or an integer, not 28.9.`,
        locations: [{ line: 1, column }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
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
