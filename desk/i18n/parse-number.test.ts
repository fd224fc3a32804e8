import { describe, expect, test } from 'vitest';
import type { Locale } from './locale.ts';
import { parseNumber, parseQuantity, retypedNumber } from './parse-number.ts';

describe('numbers as people type them', () => {
  test.each<[string, Locale, string | null]>([
    ['1.234,56', 'pt-BR', '1234.56'],
    ['1.234,56', 'en', '1234.56'],
    ['1,234.56', 'pt-BR', '1234.56'],
    ['1,234.56', 'en', '1234.56'],
    ['1.234.567,8', 'pt-BR', '1234567.8'],
    ['1.234.567', 'pt-BR', '1234567'],
    ['1.234', 'pt-BR', '1234'],
    ['1.234', 'en', '1.234'],
    ['1,234', 'en', '1234'],
    ['1,234', 'pt-BR', '1.234'],
    ['0.123', 'pt-BR', '0.123'],
    ['27.5', 'pt-BR', '27.5'],
    ['27,5', 'en', '27.5'],
    [',5', 'pt-BR', '0.5'],
    ['28,', 'pt-BR', '28'],
    ['R$ 1.234,56', 'pt-BR', '1234.56'],
    ['R$\u00a028,90', 'en', '28.90'],
    ['  28,90 ', 'pt-BR', '28.90'],
    ['1 234,56', 'pt-BR', '1234.56'],
    ['1\u202f234.56', 'en', '1234.56'],
    ['-3', 'pt-BR', '-3'],
    ['-R$ 1.234,56', 'pt-BR', '-1234.56'],
    ['R$ -5', 'pt-BR', '-5'],
    ['28,90\n', 'pt-BR', '28.90'],
    ['brl 10', 'en', '10'],
    ['\u22121.234,5', 'pt-BR', '-1234.5'],
    ['-0,00', 'pt-BR', '0.00'],
    ['007', 'en', '7'],
    ['', 'pt-BR', null],
    ['R$', 'pt-BR', null],
    ['abc', 'en', null],
    ['1e3', 'en', null],
    ['1.23.4', 'pt-BR', null],
    ['1.2,3,4', 'pt-BR', null],
    ['12.34,5', 'pt-BR', null],
    ['+200', 'pt-BR', '200'],
    ['+ R$ 1.234,56', 'pt-BR', '1234.56'],
    ['+', 'en', null],
    ['+-1', 'en', null],
    ['1+1', 'en', null],
    ['--1', 'en', null],
    ['5-', 'pt-BR', null],
    ["1'234.56", 'en', null],
    ['\u0661\u0662', 'en', null],
    ['28,90 reais', 'pt-BR', null],
    ['Infinity', 'en', null],
    [',', 'en', null],
  ])('%j in %s is %j', (typed, locale, value) => {
    expect(parseNumber(typed, locale)).toBe(value);
  });
});

test.each<[string, Locale, number | null]>([
  ['1.000', 'pt-BR', 1000],
  ['1,000', 'en', 1000],
  ['100', 'en', 100],
  ['+200', 'en', 200],
  ['100,00', 'pt-BR', 100],
  ['1,5', 'pt-BR', null],
  ['-100', 'pt-BR', -100],
  ['99999999999999999', 'pt-BR', null],
])('the quantity %j in %s is %j', (typed, locale, quantity) => {
  expect(parseQuantity(typed, locale)).toBe(quantity);
});

test.each([
  ['27,50', 'pt-BR', 'en', '27.50'],
  ['1,234.5', 'en', 'pt-BR', '1234,5'],
  ['', 'pt-BR', 'en', ''],
  ['abc', 'en', 'pt-BR', 'abc'],
] as const)('%j typed in %s is in %s %j', (typed, from, to, text) => {
  expect(retypedNumber(typed, from, to)).toBe(text);
});
