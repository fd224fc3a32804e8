import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

const BYTE_ORDER_MARK = '\u{FEFF}';

test('a file has the separator and the decimal mark of its language', () => {
  const rows = [['PETR4', { decimal: '-1234.50' }, { decimal: null }, { decimal: 100 }]];
  expect(csvOf(rows, 'pt-BR')).toBe(`${BYTE_ORDER_MARK}PETR4;-1234,50;;100\r\n`);
  expect(csvOf(rows, 'en')).toBe(`${BYTE_ORDER_MARK}PETR4,-1234.50,,100\r\n`);
});

test.each([
  ['one; two', '"one; two"'],
  ['one, two', '"one, two"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-1', "'-1"],
  ['=A1;"B"', '"\'=A1;""B"""'],
  ['', ''],
])('the text %j is the cell %j', (text, cell) => {
  expect(csvOf([[text]], 'en')).toBe(`${BYTE_ORDER_MARK}${cell}\r\n`);
});
