import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { PortfolioFileError, readPortfolioFile } from './portfolio-file.ts';
import { shippedComposition } from './shipped-composition.ts';

const LINES = [
  'IBOV - Carteira do Dia 16/03/26',
  'C\u00f3digo;A\u00e7\u00e3o;Tipo;Qtde. Te\u00f3rica;Part. (%)',
  'PETR4;PETROBRAS;PN      N2;4.440.345.988;6,123;',
  'VALE3;VALE;ON      NM;4.000.000.000;11,5;',
  'Quantidade Te\u00f3rica Total;;;8.440.345.988;100,000',
  'Redutor;;;14.532.958,45918233',
];
const fileOf = (lines: readonly string[]): Uint8Array => Buffer.from(lines.join('\r\n'), 'latin1');
const replaced = (line: number, text: string): Uint8Array => fileOf(LINES.with(line - 1, text));

test('ships a portfolio of listed round lots', () => {
  const { members, ticker } = shippedComposition();
  expect(ticker).toBe('IBOV');
  expect(members.length).toBeGreaterThan(50);
  const lots = new Map(loadCatalogue('2026-03-16').map((one) => [one.ticker, one.lotSize]));
  for (const member of members) expect(lots.get(member.ticker), member.ticker).toBe(100);
});

describe('a portfolio file', () => {
  test('gives index, day, divisor and members', () => {
    expect(readPortfolioFile(fileOf(LINES))).toEqual({
      ticker: 'IBOV',
      from: '2026-03-16',
      divisor: '14532958.45918233',
      members: [
        { ticker: 'PETR4', quantity: 4_440_345_988, sharePpm: 61_230 },
        { ticker: 'VALE3', quantity: 4_000_000_000, sharePpm: 115_000 },
      ],
    });
  });

  test.each([
    ['without a title', replaced(1, 'PETR4;1'), 'line 1'],
    ['with a wrong quantity', replaced(3, 'PETR4;PETROBRAS;PN;4,5;6,1;'), 'line 3'],
    ['with a wrong share', replaced(4, 'VALE3;VALE;ON;4.000.000.000;x;'), 'line 4'],
    ['with a wrong divisor', replaced(6, 'Redutor;;;0'), 'line 6'],
    ['without a divisor', fileOf(LINES.slice(0, 5)), 'Redutor'],
    ['that is cut', fileOf([...LINES.slice(0, 3), ...LINES.slice(4)]), 'sum up'],
    ['with a member twice', fileOf([...LINES.slice(0, 4), ...LINES.slice(3)]), 'twice'],
    ['without members', fileOf([...LINES.slice(0, 2), ...LINES.slice(4)]), '0 members'],
  ])('%s is refused with the place', (_name, bytes, place) => {
    expect(() => readPortfolioFile(bytes)).toThrow(PortfolioFileError);
    expect(() => readPortfolioFile(bytes)).toThrow(place);
  });
});

const REAL = path.resolve(import.meta.dirname, '../../../../shared/data/IBOVDia_16-03-26.csv');
const title = 'reads the portfolio that B3 gives out (skipped without ../shared/data/IBOVDia_16-03-26.csv)';
test.skipIf(!existsSync(REAL))(title, () => {
  const portfolio = readPortfolioFile(readFileSync(REAL));
  expect(portfolio.members).toHaveLength(83);
  expect(portfolio.members.reduce((sum, { sharePpm }) => sum + sharePpm, 0)).toBeCloseTo(1_000_000, -2);
});
