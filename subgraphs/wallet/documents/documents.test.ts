import { expect, test } from 'vitest';
import { NO_POSITION } from '#domain/positions/position.ts';
import { dateText, moneyText, quantityText } from './brazilian-format.ts';
import { csvOf } from './csv.ts';
import { noteCsv } from './note-csv.ts';
import { positionsCsv, sumPositions } from './positions-csv.ts';
import { documentOf, tradeOf } from './test/sample-notes.ts';

test.each([
  [0, '0,00'],
  [5, '0,05'],
  [123_456, '1.234,56'],
  [-100_000_000, '1.000.000,00'],
])('%i centavos are %s', (centavos, text) => {
  expect(moneyText(centavos)).toBe(text);
});

test('quantities and days have the Brazilian form', () => {
  expect([quantityText(999), quantityText(1_000), quantityText(1_234_567)]).toEqual([
    '999',
    '1.000',
    '1.234.567',
  ]);
  expect(dateText('2024-07-12')).toBe('12/07/2024');
});

test('CSV quotes separators and keeps spreadsheets from formulas', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['x,"y"', -1],
        ['=1+1', '-1.50'],
        ['line\nbreak', '@x'],
      ],
    ),
  ).toBe('a,b\r\n"x,""y""",-1\r\n\'=1+1,-1.50\r\n"line\nbreak",\'@x\r\n');
});

test('the lines of a note as CSV have their shares of its costs', () => {
  const document = documentOf('2024-07-12', [
    tradeOf('PETR4', 'BUY', 300, 2661),
    tradeOf('PETR4F', 'SELL', 50, 2662),
  ]);
  expect(noteCsv(document).split('\r\n')).toEqual([
    'note,date,settles_on,ticker,custody_ticker,side,quantity,price,amount,costs,day_trade_quantity,auction',
    '42,2024-07-12,2024-07-16,PETR4,PETR4,BUY,300,26.61,7983.00,2.22,50,false',
    '42,2024-07-12,2024-07-16,PETR4F,PETR4,SELL,50,26.62,1331.00,0.37,50,false',
    '',
  ]);
});

test('the sheet of positions has both ends of the year, by group and code', () => {
  const sheet = positionsCsv(2026, [
    {
      ticker: 'MXRF11',
      name: 'Maxi Renda FII',
      kind: 'REIT',
      before: { quantity: 10, costBillionths: 100_500_000_000n },
      now: NO_POSITION,
    },
    {
      ticker: 'PETR4',
      name: 'Petrobras PN',
      kind: 'PREFERRED_STOCK',
      before: NO_POSITION,
      now: { quantity: 242, costBillionths: 6_780_620_000_000n },
    },
    { ticker: 'VALE3', name: 'Vale ON', kind: 'COMMON_STOCK', before: NO_POSITION, now: NO_POSITION },
  ]);
  expect(sheet.split('\r\n')).toEqual([
    'group,code,ticker,name,kind,quantity,average_price,situation_2025-12-31,situation_2026-12-31,description',
    '03,01,PETR4,Petrobras PN,PREFERRED_STOCK,242,28.01909091,0.00,6780.62,"242 PETR4 Petrobras PN, preço médio R$ 28,01909091, custo R$ 6.780,62, em custódia na MY BROKER B3 CORRETORA SIMULADA."',
    '07,03,MXRF11,Maxi Renda FII,REIT,0,0.00000000,100.50,0.00,MXRF11 Maxi Renda FII: posição encerrada no ano.',
    '',
  ]);
});

test('the sheet of a year that has not ended says the day of its positions', () => {
  const held = { quantity: 1, costBillionths: 10_000_000_000n };
  const row = { ticker: 'VALE3', name: 'Vale ON', kind: 'COMMON_STOCK', before: held, now: held } as const;
  const lines = positionsCsv(2026, [row], null, '2026-03-17').split('\r\n');
  expect(lines.slice(0, 2).map((line) => line.split(',').at(-1))).toEqual(['provisional_on', '2026-03-17']);
});

test('positions of several accounts become one', () => {
  expect(
    sumPositions([
      { quantity: 3, costBillionths: 7n },
      { quantity: 4, costBillionths: 5n },
    ]),
  ).toEqual({ quantity: 7, costBillionths: 12n });
});
