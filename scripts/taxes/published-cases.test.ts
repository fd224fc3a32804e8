import { describe, expect, test } from 'vitest';
import { textbook } from './test/report-of.ts';

describe('positions', () => {
  test('P1: shares of the fractional market belong to the same position (clubedopairico.com.br)', async () => {
    const { positions } = await textbook([
      '2024-01-08,PETR4,BUY,200,28.00',
      '2024-01-10,PETR4F,BUY,42,28.11',
    ]);
    expect(positions).toEqual([
      { ticker: 'PETR4', quantity: 242, cost: '6780.62', averagePrice: '28.01909091' },
    ]);
  });

  test('P2: a sale of all shares bought in parts (calculadora-ir-stocks)', async () => {
    const { results, positions } = await textbook([
      '2023-08-03,PETR4,BUY,7,8.33',
      '2023-08-04,PETR4,BUY,1,8.40',
      '2023-08-07,PETR4,BUY,10,8.42',
      '2023-08-09,PETR4,BUY,11,8.47',
      '2023-08-23,PETR4,SELL,29,8.20',
    ]);
    expect(results).toMatchObject([{ kind: 'ORDINARY', quantity: 29, cost: '244.08', profit: '-6.28' }]);
    expect(positions).toEqual([]);
  });

  test('a sale leaves the average price as it is (kov/interest)', async () => {
    const { positions, results } = await textbook([
      '2025-01-10,PETR4,BUY,100,25.00',
      '2025-02-17,PETR4,BUY,50,30.00',
      '2025-03-20,PETR4,SELL,80,35.00',
    ]);
    expect(positions).toEqual([
      { ticker: 'PETR4', quantity: 70, cost: '1866.67', averagePrice: '26.66666667' },
    ]);
    expect(results).toMatchObject([{ cost: '2133.33', profit: '666.67' }]);
  });

  test('a purchase after all shares were sold begins a new average', async () => {
    const { positions } = await textbook([
      '2025-01-10,PETR4,BUY,100,25.00',
      '2025-01-13,PETR4,SELL,100,30.00',
      '2025-01-14,PETR4,BUY,10,40.00',
    ]);
    expect(positions).toMatchObject([{ quantity: 10, averagePrice: '40.00000000' }]);
  });
});

describe('day trades', () => {
  test('D1: a sale of held shares that is bought back on the same day (investindows)', async () => {
    const { results, positions, months } = await textbook([
      '2024-01-08,PETR4,BUY,1000,10.00',
      '2024-01-10,PETR4,SELL,1000,12.00',
      '2024-01-10,PETR4,BUY,1000,10.00',
    ]);
    expect(results).toMatchObject([
      { kind: 'DAY_TRADE', pool: 'DAY_TRADE', quantity: 1000, profit: '2000.00' },
    ]);
    expect(positions).toMatchObject([{ quantity: 1000, cost: '10000.00', averagePrice: '10.00000000' }]);
    expect(months).toMatchObject([
      { salesOfStocks: '0.00', pools: { DAY_TRADE: { tax: '400.00' } }, due: '400.00', dueOn: '2024-02-29' },
    ]);
  });

  test.each([
    ['purchase first', ['BUY,100,20.00', 'SELL,100,21.00']],
    ['sale first', ['SELL,100,21.00', 'BUY,100,20.00']],
  ])('D2: a day trade leaves the average as it is, %s (IN RFB 1585/2015 art. 65)', async (_, trades) => {
    const { results, positions } = await textbook([
      '2024-01-08,PETR4,BUY,100,10.00',
      ...trades.map((trade) => `2024-01-09,PETR4,${trade}`),
    ]);
    expect(results).toMatchObject([{ kind: 'DAY_TRADE', profit: '100.00' }]);
    expect(positions).toMatchObject([{ quantity: 100, cost: '1000.00', averagePrice: '10.00000000' }]);
  });

  test('a sale beyond the purchases of the day is a day trade in part', async () => {
    const { results, positions } = await textbook([
      '2024-01-08,PETR4,BUY,100,10.00',
      '2024-01-09,PETR4F,BUY,60,11.00',
      '2024-01-09,PETR4,SELL,100,12.00',
    ]);
    expect(results).toMatchObject([
      { kind: 'DAY_TRADE', quantity: 60, proceeds: '720.00', cost: '660.00', profit: '60.00' },
      { kind: 'ORDINARY', quantity: 40, proceeds: '480.00', cost: '400.00', profit: '80.00' },
    ]);
    expect(positions).toMatchObject([{ ticker: 'PETR4', quantity: 60, averagePrice: '10.00000000' }]);
  });

  test('the first purchase is paired with the first sale', async () => {
    const { results, positions } = await textbook([
      '2024-01-09,PETR4,BUY,100,10.00',
      '2024-01-09,PETR4,BUY,100,20.00',
      '2024-01-09,PETR4,SELL,150,21.00',
    ]);
    expect(results).toMatchObject([{ kind: 'DAY_TRADE', quantity: 150, cost: '2000.00', profit: '1150.00' }]);
    expect(positions).toMatchObject([{ quantity: 50, averagePrice: '20.00000000' }]);
  });

  test('a day trade with REIT shares stays in the pool of REITs', async () => {
    const { results, months } = await textbook([
      '2024-01-09,MXRF11,BUY,100,10.00',
      '2024-01-09,MXRF11,SELL,100,12.00',
    ]);
    expect(results).toMatchObject([{ kind: 'DAY_TRADE', pool: 'REIT' }]);
    expect(months).toMatchObject([{ pools: { REIT: { tax: '40.00' }, DAY_TRADE: { profit: '0.00' } } }]);
  });
});

describe('corporate actions', () => {
  test('C1: a split between purchases (kov/interest)', async () => {
    const before = ['2025-01-10,PETR4,BUY,100,80.00', '2025-02-14,PETR4,SPLIT,,,,,,,2'];
    expect((await textbook(before)).positions).toMatchObject([
      { quantity: 200, averagePrice: '40.00000000' },
    ]);
    const { positions, results } = await textbook([
      ...before,
      '2025-03-05,PETR4,BUY,50,42.00',
      '2025-04-15,PETR4,SELL,150,45.00',
    ]);
    expect(positions).toEqual([
      { ticker: 'PETR4', quantity: 100, cost: '4040.00', averagePrice: '40.40000000' },
    ]);
    expect(results).toMatchObject([{ cost: '6060.00', profit: '690.00' }]);
  });

  test('C2: a reverse split before a sale (kov/interest)', async () => {
    const { positions, results } = await textbook([
      '2025-01-10,MGLU3,BUY,1000,2.00',
      '2025-02-14,MGLU3,REVERSE_SPLIT,,,,,,,0.1',
      '2025-03-14,MGLU3,SELL,50,22.00',
    ]);
    expect(positions).toMatchObject([{ quantity: 50, averagePrice: '20.00000000' }]);
    expect(results).toMatchObject([{ profit: '100.00' }]);
  });

  test('a split, a reverse split of seven for one and a bonus (kov/interest)', async () => {
    const { positions, results } = await textbook([
      '2025-01-15,KPCA3,BUY,1000,2.00',
      '2025-02-10,KPCA3,SPLIT,,,,,,,2',
      '2025-03-05,KPCA3,BUY,800,0.90',
      '2025-03-14,KPCA3,REVERSE_SPLIT,,,,,,,0.14285714',
      '2025-04-01,KPCA3,SELL,200,5.50',
      '2025-04-22,KPCA3,BONUS,,,,,,,2.8',
      '2025-05-12,KPCA3,SELL,400,3.00',
    ]);
    expect(results).toMatchObject([{ profit: '-260.00' }, { profit: '228.57' }]);
    expect(positions).toEqual([
      { ticker: 'KPCA3', quantity: 160, cost: '388.57', averagePrice: '2.42857143' },
    ]);
  });

  test('C6: bonus shares have their declared cost', async () => {
    const { positions } = await textbook([
      '2024-01-08,PETR4,BUY,50,10.38',
      '2024-02-08,PETR4,BONUS,,,,,,,1.32,8.30',
    ]);
    expect(positions).toMatchObject([{ quantity: 66, cost: '651.80', averagePrice: '9.87575758' }]);
  });

  test('C7: a declared cost of eight places and a fraction (nordinvestimentos.com.br)', async () => {
    const { positions } = await textbook([
      '2022-10-03,ITSA4,BUY,105,9.00',
      '2022-11-11,ITSA4,BONUS,,,,,,,1.1,13.65162423',
    ]);
    // 945.00 + 10 * 13.65162423
    expect(positions).toEqual([
      { ticker: 'ITSA4', quantity: 115, cost: '1081.52', averagePrice: '9.40448906' },
    ]);
  });

  test('a capital return lowers the cost (kov/interest)', async () => {
    const { positions, results } = await textbook([
      '2025-01-10,MXRF11,BUY,100,10.00',
      '2025-02-14,MXRF11,CAPITAL_RETURN,,,,,,,,1.00',
      '2025-03-05,MXRF11,BUY,50,10.50',
      '2025-04-22,MXRF11,SELL,120,11.00',
    ]);
    expect(results).toMatchObject([{ pool: 'REIT', cost: '1140.00', profit: '180.00' }]);
    expect(positions).toMatchObject([{ quantity: 30, averagePrice: '9.50000000' }]);
  });

  test('C11: the exercise of a subscription right is a purchase (erics.com.br)', async () => {
    const { positions } = await textbook([
      '2024-01-08,PETR4,BUY,100,100.00',
      '2024-02-08,PETR4,BUY,10,102.00',
    ]);
    expect(positions).toMatchObject([{ quantity: 110, averagePrice: '100.18181818' }]);
  });

  test('an action comes before the trades of its day, wherever its row stands', async () => {
    const { positions } = await textbook([
      '2024-01-08,PETR4,BUY,100,10.00',
      '2024-01-09,PETR4F,BUY,50,5.00',
      '2024-01-09,PETR4,SPLIT,,,,,,,2',
    ]);
    expect(positions).toMatchObject([{ quantity: 250, cost: '1250.00', averagePrice: '5.00000000' }]);
  });
});
