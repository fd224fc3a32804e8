import { afterAll, beforeAll, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { eventually } from '#test/support/eventually.ts';
import { DEPOSIT } from '#test/support/wallet/wallet.ts';
import { LAST_FILLS_MS } from '../day-close/day-close-run.ts';
import { buy, createTradingWallet, sell, type TradingWallet } from './trading.ts';

let at: TradingWallet;
let accountId = '';
beforeAll(async () => {
  at = await createTradingWallet('2024-06-03');
  accountId = await at.open('usr_ana');
});
afterAll(() => at.wallet.part.stop());

interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly balance: string;
}
const statement = async (args = ''): Promise<readonly Entry[]> => {
  const view = await at.account('usr_ana', accountId, `statement${args} { nodes { at kind balance } }`);
  return (view['statement'] as { nodes: Entry[] }).nodes;
};

test('a close after the first entries of the next day does not go back in time, and changes its own day', async () => {
  await at.trade(accountId, [buy('PETR4', 1_000, 1_000), sell('PETR4', 1_000, 1_100)]);
  const before = await statement();
  // The market jumps to the next day, and a deposit comes before the close of the first day.
  at.wallet.marketClock.set(instantOf('2024-06-04', 10 * 60));
  await at.wallet.execute('usr_ana', DEPOSIT, { accountId, amount: '1.00', id: 'next-day' });
  await eventually(async () => {
    at.wallet.wallClock.advance(LAST_FILLS_MS);
    expect((await statement()).map(({ kind }) => kind)).toContain('TAX');
  });
  const entries = await statement();
  expect(entries.slice(0, 3).map(({ kind }) => kind)).toEqual(['TAX', 'FEE', 'DEPOSIT']);
  const times = entries.map((entry) => entry.at);
  expect(times).toEqual(times.toSorted().reverse());
  expect(await statement('(to: "2024-06-03")')).toEqual(before);
  expect(await statement('(from: "2024-06-04")')).toEqual(entries.slice(0, 3));
  const { equity } = await at.account(
    'usr_ana',
    accountId,
    'equity(from: "2024-06-03", to: "2024-06-04") { date profit }',
  );
  // The tax and the costs of the day are in its own profit.
  expect(equity).toEqual([
    { date: '2024-06-03', profit: '985.22' },
    { date: '2024-06-04', profit: '0.00' },
  ]);
});

test('the entries of a close have the time of the end of the session, which is over', async () => {
  at.begin('2024-06-05');
  await at.trade(accountId, [buy('PETR4', 1_000, 1_000), sell('PETR4', 1_000, 1_100)]);
  await at.close();
  const [tax, fee] = await statement('(from: "2024-06-05", kinds: [TAX, FEE])');
  // 17:00 in Sao Paulo.
  expect([tax, fee]).toMatchObject([
    { kind: 'TAX', at: SESSION_END },
    { kind: 'FEE', at: SESSION_END },
  ]);
});

const SESSION_END = '2024-06-05T20:00:00.000Z';
