import { afterAll, beforeAll, expect, test } from 'vitest';
import { dividendTerms } from '#test/support/samples/declared-action.ts';
import { declare, goTo, soon } from '#test/support/wallet/actions.ts';
import { buy, createTradingWallet, type TradingWallet } from './trading.ts';

let at: TradingWallet;
let accountId = '';
beforeAll(async () => {
  at = await createTradingWallet('2024-06-03');
  accountId = await at.open('usr_ana');
});
afterAll(() => at.wallet.part.stop());

const equity = async (from: string, to: string): Promise<unknown> =>
  (await at.account('usr_ana', accountId, `equity(from: "${from}", to: "${to}") { date equity profit }`))[
    'equity'
  ];

test('a dividend counts from its ex-day on, so that neither this day nor the payment has a loss or a profit', async () => {
  await at.trade(accountId, [buy('PETR4', 1_000, 1_000)]);
  await at.close();
  // 1,000 shares at their only price: the market of this wallet has no quotes, so the price does not fall on the ex-day.
  const [bought] = (await equity('2024-06-03', '2024-06-03')) as { equity: string }[];
  const days = { recordDate: '2024-06-03', exDate: '2024-06-04', paysOn: '2024-06-06' };
  await declare(at.wallet, dividendTerms('0.50', days));
  const worth = (Number(bought?.equity) + 500).toFixed(2);
  for (const day of ['2024-06-04', '2024-06-05', '2024-06-06', '2024-06-07']) {
    await goTo(at.wallet, day);
    if (day >= '2024-06-06')
      await soon(async () => {
        const { statement } = await at.account(
          'usr_ana',
          accountId,
          'statement(kinds: [DIVIDEND]) { nodes { amount } }',
        );
        expect(statement).toEqual({ nodes: [{ amount: '500.00' }] });
      }, at.wallet);
    await soon(async () => {
      const points = (await equity('2024-06-04', day)) as { equity: string; profit: string }[];
      expect(points.map((point) => [point.equity, point.profit])).toEqual(
        points.map((_, index) => [worth, index === 0 ? '500.00' : '0.00']),
      );
      expect(points.at(-1)).toMatchObject({ date: day });
    }, at.wallet);
  }
});
