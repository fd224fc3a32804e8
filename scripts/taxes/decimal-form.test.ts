import { describe, expect, test } from 'vitest';
import { BadLine } from './bad-line.ts';
import { reportOfFile } from './test/report-of.ts';

const DAY = '2024-07-12';
const plainFile = (...rows: readonly (readonly [quantity: string, price: string])[]): string =>
  [
    'date,ticker,side,quantity,price',
    ...rows.map(([quantity, price]) => `${DAY},PETR4,BUY,"${quantity}","${price}"`),
  ].join('\n');
const semicolonFile = (...rows: readonly (readonly [quantity: string, price: string])[]): string =>
  [
    'date;ticker;side;quantity;price',
    ...rows.map(([quantity, price]) => `${DAY};PETR4;BUY;${quantity};${price}`),
  ].join('\n');
const boughtIn = async (file: string): Promise<string | undefined> =>
  (await reportOfFile(file)).notes[0]?.bought;

describe('a number with one point and three places', () => {
  test.each([
    ['in a file with semicolons is a thousand', semicolonFile(['300', '1.026']), '307800.00'],
    ['beside decimal commas is a thousand', plainFile(['1', '1.026,50'], ['1', '1.026']), '2052.50'],
    ['beside several points is a thousand', semicolonFile(['1', '1.026.000'], ['1', '1.026']), '1027026.00'],
    ['in a file with commas is a decimal', plainFile(['300', '1.026']), '307.80'],
    [
      'beside plain decimals is one, with semicolons too',
      semicolonFile(['1', '26.61'], ['300', '1.026']),
      '334.41',
    ],
    ['below one is a decimal', semicolonFile(['1000', '0.123'], ['1000', '1.026']), '1149.00'],
    ['is a thousand shares in a file with semicolons', semicolonFile(['1.000', '28,50']), '28500.00'],
    ['is a thousand shares beside decimal commas', plainFile(['1', '28,50'], ['1.000', '28,50']), '28528.50'],
  ])('%s', async (_, file, bought) => {
    expect(await boughtIn(file)).toBe(bought);
  });

  test.each([
    ['before a decimal comma', plainFile(['300', '1.026'], ['1', '26,61']), 2],
    ['before a plain decimal', semicolonFile(['300', '1.026'], ['1', '1'], ['1', '26.61']), 2],
    ['after both forms', semicolonFile(['1', '26,61'], ['1', '26.61'], ['300', '1.026']), 4],
    ['as shares before a plain decimal', semicolonFile(['1.000', '1'], ['1', '26.61']), 2],
  ])('has two readings %s, which refuses its line', async (_, file, line) => {
    await expect(reportOfFile(file)).rejects.toThrow(BadLine);
    await expect(reportOfFile(file)).rejects.toThrow(
      new RegExp(`^line ${line}: '1.0(26|00)' may be 10(26|00) or 1,0(26|00)`),
    );
  });

  test('is no factor among Brazilian numbers, and one among plain ones', async () => {
    const bonus = (separator: string, price: string): string =>
      [
        ['date', 'ticker', 'side', 'quantity', 'price', 'factor'],
        [DAY, 'PETR4', 'BUY', '100', price, ''],
        ['2024-07-15', 'PETR4', 'BONUS', '', '', '1.050'],
      ]
        .map((row) => row.join(separator))
        .join('\n');
    await expect(reportOfFile(bonus(';', '26,61'))).rejects.toThrow(
      /^line 3: factor is '1.050', not a factor with one reading/,
    );
    expect((await reportOfFile(bonus(',', '26.61'))).positions).toMatchObject([{ quantity: 105 }]);
  });
});
