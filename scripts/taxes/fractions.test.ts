import { expect, test } from 'vitest';
import { BadLine } from './bad-line.ts';
import { textbook } from './test/report-of.ts';

const BOUGHT = ['2024-01-08,PETR4,BUY,10,27.00', '2024-01-08,PETR4,BUY,5,27.024'];

test('the fraction of a reverse split takes its part of the cost with it, until its auction', async () => {
  const reverse = [...BOUGHT, '2024-01-09,PETR4,REVERSE_SPLIT,,,,,,,0.1'];
  expect(await textbook(reverse)).toMatchObject({
    positions: [{ ticker: 'PETR4', quantity: 1, cost: '270.08', averagePrice: '270.08000000' }],
    results: [],
    fractions: [{ ticker: 'PETR4', fraction: '1/2', cost: '135.04' }],
  });
  const sold = await textbook([...reverse, '2024-02-08,PETR4,FRACTION_SALE,,300.03']);
  expect(sold).not.toHaveProperty('fractions');
  expect(sold.results).toEqual([
    {
      ...{ tradeDate: '2024-02-08', ticker: 'PETR4', kind: 'ORDINARY', pool: 'COMMON', quantity: 0 },
      ...{ proceeds: '150.01', cost: '135.04', profit: '14.97' },
    },
  ]);
  expect(sold.months.at(-1)).toMatchObject({ month: '2024-02', salesOfStocks: '150.01', isExempt: true });
});

test('a reverse split that leaves no share leaves all of the cost to the fraction', async () => {
  const rows = ['2024-01-08,PETR4,BUY,3,27.00', '2024-01-09,PETR4,REVERSE_SPLIT,,,,,,,0.1'];
  expect(await textbook(rows)).toMatchObject({
    positions: [],
    fractions: [{ ticker: 'PETR4', fraction: '3/10', cost: '81.00' }],
  });
});

test('the fraction of a bonus has the declared cost, and fractions of one asset are sold together', async () => {
  const rows = [
    '2022-11-10,ITSA4,BUY,105,9.00',
    '2022-11-11,ITSA4,BONUS,,,,,,,1.1,13.65162423',
    '2022-11-14,ITSA4,SPLIT,,,,,,,1.5',
  ];
  expect(await textbook(rows)).toMatchObject({
    // 115 shares at 1,081.52 become 172 and a half.
    positions: [{ quantity: 172, cost: '1078.38' }],
    fractions: [{ ticker: 'ITSA4', fraction: '1/1', cost: '9.96' }],
  });
});

test.each([
  ['that nobody has', 'FRACTION_SALE,,9.00', /^line 4: PETR4 has no fraction/],
  ['with a quantity', 'FRACTION_SALE,1,9.00', /^line 4: a FRACTION_SALE has no quantity/],
  ['for nothing', 'FRACTION_SALE,,0', /^line 4: price is '0', not above zero/],
  ['without a price', 'FRACTION_SALE,,', /^line 4: price is '', not a decimal/],
])('a sale of fractions %s is refused', async (_, row, message) => {
  const rows = [...BOUGHT, `2024-01-09,PETR4,${row}`];
  await expect(textbook(rows)).rejects.toThrow(BadLine);
  await expect(textbook(rows)).rejects.toThrow(message);
});
