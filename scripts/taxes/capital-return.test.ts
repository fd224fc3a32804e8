import { describe, expect, test } from 'vitest';
import { reportOf } from './test/report-of.ts';

const BOUGHT = '2024-01-08,PETR4,BUY,100,10.00';
const PAID_BACK = '2024-02-09,PETR4,CAPITAL_RETURN,,,,,,,,';

describe('capital paid back', () => {
  test('up to the cost lowers it and is no result', async () => {
    const { positions, results, months } = await reportOf([BOUGHT, `${PAID_BACK}4.00`]);
    expect(positions).toMatchObject([{ quantity: 100, cost: '600.30' }]);
    expect(results).toEqual([]);
    expect(months).toMatchObject([{ month: '2024-01' }]);
  });

  test('beyond the cost is a capital gain of its month', async () => {
    const { positions, results, months } = await reportOf([BOUGHT, `${PAID_BACK}12.50`]);
    expect(positions).toMatchObject([{ quantity: 100, cost: '0.00' }]);
    expect(results).toEqual([
      {
        ...{ tradeDate: '2024-02-09', ticker: 'PETR4', kind: 'CAPITAL_RETURN', pool: 'CAPITAL_GAIN' },
        ...{ quantity: 100, proceeds: '1250.00', cost: '1000.30', profit: '249.70' },
      },
    ]);
    expect(months).toMatchObject([
      { month: '2024-01', pools: { COMMON: {} } },
      { month: '2024-02', salesOfStocks: '0.00', due: '0.00', pools: { CAPITAL_GAIN: { tax: '37.46' } } },
    ]);
    expect(months[0]?.pools).not.toHaveProperty('CAPITAL_GAIN');
  });
});
