import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { createIdSource } from '#platform/ids.ts';
import { eventually } from '#test/support/eventually.ts';
import { countRows } from '#test/support/database/database.ts';
import {
  createTestWallet,
  DEPOSIT,
  execution,
  orderFact,
  type TestWallet,
} from '#test/support/wallet/wallet.ts';

const USER = 'usr_pruned';
let wallet: TestWallet;
let accountId: string;
beforeAll(async () => {
  wallet = await createTestWallet();
  accountId = await wallet.accountOf(USER, '10000.00');
});
afterAll(() => wallet.part.stop());

const countOf = (from: string): Promise<number> => countRows(wallet.dependencies.database, from);
/** Lets the wallet prune until a table has this number of rows. */
const prunedTo = (table: string, count: number) =>
  eventually(async () => {
    wallet.wallClock.advance(600_000);
    expect(await countOf(table)).toBe(count);
  });
/** Waits until the close of the day has settled and the auditor finds nothing wrong. */
const consistent = () =>
  eventually(async () => {
    wallet.wallClock.advance(3_000);
    expect(await countOf('note')).toBe(1);
    expect(await wallet.ledgerViolations()).toEqual([]);
  });

test('prunes what proves no money, and the auditor finds nothing wrong', async () => {
  const ids = createIdSource(wallet.wallClock);
  const [filled, open, voided] = [ids('ord'), ids('ord'), ids('ord')];
  await wallet.reserve(accountId, filled, 'BRL', 300_000);
  await wallet.reserve(accountId, open, 'BRL', 100);
  await wallet.part.calls.voidReservations({ reservationIds: [voided], correlationId: 'test' });
  const fill = execution(filled, 1, 100, 2_890);
  await wallet.publish(
    orderFact({ accountId, sequence: 1, orderId: filled, released: 300_000, execution: fill }),
  );
  await eventually(async () => expect(await countOf('trade')).toBe(1));
  expect(await countOf('hold')).toBe(1);
  expect(await countOf('reservation')).toBe(3);
  expect(await wallet.part.calls.bookedFacts({ accountIds: [accountId, 'acc_none'] })).toEqual([1, 0]);

  wallet.marketClock.advance(5 * DAY_MS);
  await consistent();
  expect(await countOf(`balance WHERE bucket = 'DUE'`)).toBe(0);
  expect(await countOf('client_transfer')).toBe(1);

  wallet.marketClock.advance(90 * DAY_MS);
  wallet.wallClock.advance(91 * DAY_MS);
  await prunedTo('reservation', 1);
  expect(await countOf(`reservation WHERE id = '${open}'`)).toBe(1);
  await prunedTo('client_transfer', 0);
  await consistent();
  const { data } = await wallet.execute(USER, DEPOSIT, { accountId, amount: '1.00', id: 'after' });
  expect(data).toMatchObject({ deposit: { isRepeat: false } });
  expect(await wallet.ledgerViolations()).toEqual([]);
});
