import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { DEPOSIT_SHARES } from '#test/support/wallet/wallet.ts';
import { createTradingWallet, sell, type TradingWallet } from '../test/trading.ts';
import { LAST_FILLS_MS } from './day-close-run.ts';

/** A person with two accounts: the R$ 1.00 of withheld tax counts for both. */
const DAYS = ['2024-05-21', '2024-05-22'] as const;
const USER = 'usr_two';
let at: TradingWallet;
let accounts: string[];

beforeAll(async () => {
  at = await createTradingWallet(DAYS[0]);
  accounts = [await at.open(USER), await at.open(USER)].sort();
  for (const accountId of accounts)
    await at.wallet.execute(USER, DEPOSIT_SHARES, {
      ...{ accountId, ticker: 'PETR4', quantity: 1_000, price: '10.00', id: 'shares' },
    });
});
afterAll(() => at.wallet.part.stop());

/** The taxes of an account's notes, oldest first. */
async function withheldOf(accountId: string): Promise<string[]> {
  const { notes } = (await at.account(
    USER,
    accountId,
    'notes(first: 9) { nodes { withheld { amount isDeducted } } }',
  )) as { notes: { nodes: { withheld: { amount: string; isDeducted: boolean }[] }[] } };
  return notes.nodes
    .toReversed()
    .map(({ withheld }) =>
      withheld.map(({ amount, isDeducted }) => `${amount} ${isDeducted ? 'deducted' : 'shown'}`).join(', '),
    );
}

test('both accounts together pass the limit, and a late sale in one changes the notes of the other', async () => {
  const [first = '', second = ''] = accounts;
  // Sales of 12,000.00 bear a tax of 0.60.
  await at.trade(second, [sell('PETR4', 300, 4_000)]);
  await at.close();
  expect(await withheldOf(second)).toEqual(['0.60 shown']);
  at.begin(DAYS[1]);
  await at.trade(first, [sell('PETR4', 300, 4_000)]);
  expect(await withheldOf(first)).toEqual(['0.60 deducted, 0.60 deducted']);
  await at.close();
  expect(await withheldOf(first)).toEqual(['0.60 deducted, 0.60 deducted']);
  // A sale of the first day, booked later, passes the limit on that day already.
  at.begin(DAYS[0]);
  await at.trade(first, [sell('PETR4', 500, 4_000)]);
  at.begin(DAYS[1]);
  await eventually(async () => {
    at.wallet.wallClock.advance(LAST_FILLS_MS);
    expect(await withheldOf(first)).toEqual(['1.00 shown', '0.60 deducted']);
    expect(await withheldOf(second)).toEqual(['0.60 deducted, 1.00 deducted']);
  });
  expect(await at.wallet.ledgerViolations()).toEqual([]);
});
