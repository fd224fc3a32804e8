import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestWallet, type TestWallet } from '#test/support/wallet.ts';

let wallet: TestWallet;
beforeAll(async () => {
  wallet = await createTestWallet();
});
afterAll(() => wallet.part.stop());

const request = (accountId: string, id: string, amount: number, asset = 'BRL') => ({
  reservationId: id,
  orderId: id,
  accountId,
  asset,
  amount,
  correlationId: 'c',
});
const reserve = (...reservations: ReturnType<typeof request>[]) =>
  wallet.part.calls.reserve({ reservations });
const voidThem = (...reservationIds: string[]) =>
  wallet.part.calls.voidReservations({ reservationIds, correlationId: 'c' });
const available = async (accountId: string) =>
  (await wallet.part.calls.available({ accountId, ticker: 'PETR4' }))?.cashCentavos;
const expectCleanLedger = async () => expect((await wallet.part.auditCalls.ledger({})).examples).toEqual([]);

test('a batch is weighed one after the other', async () => {
  const accountId = await wallet.accountOf('usr_batch', '10.00');
  const answers = await reserve(
    request(accountId, 'b1', 600),
    request(accountId, 'b2', 600),
    request(accountId, 'b3', 400),
    request(accountId, 'b1', 600),
    request('acc_nobody', 'b4', 1),
    request(accountId, 'b5', 1, 'PETR4'),
  );
  expect(answers).toEqual([
    { outcome: 'RESERVED' },
    { outcome: 'INSUFFICIENT', available: 400 },
    { outcome: 'RESERVED' },
    { outcome: 'RESERVED' },
    { outcome: 'ACCOUNT_NOT_FOUND' },
    { outcome: 'INSUFFICIENT', available: 0 },
  ]);
  expect(await available(accountId)).toBe(0);
  expect(await reserve()).toEqual([]);
});

test('many at once, over several accounts in any order, never overdraw and never wait for each other in a circle', async () => {
  const accounts = await Promise.all(
    ['usr_c1', 'usr_c2', 'usr_c3'].map((user) => wallet.accountOf(user, '100.00')),
  );
  const batches = Array.from({ length: 30 }, (_unused, batch) =>
    [...accounts, ...accounts]
      .sort((a, b) => ((batch % 2 === 0) === a < b ? 1 : -1))
      .map((accountId, index) => request(accountId, `many-${batch}-${index}`, 300)),
  );
  const answers = (await Promise.all(batches.map((batch) => reserve(...batch)))).flat();
  const granted = answers.filter(({ outcome }) => outcome === 'RESERVED').length;
  expect(granted).toBe(3 * 33);
  for (const accountId of accounts) expect(await available(accountId)).toBe(100);
  await expectCleanLedger();
});

test('one that was voided gives back what it held, once, and is never made again', async () => {
  const accountId = await wallet.accountOf('usr_void', '10.00');
  await reserve(request(accountId, 'v1', 700));
  await voidThem('v1');
  await voidThem('v1', 'v1');
  expect(await available(accountId)).toBe(1_000);
  expect(await reserve(request(accountId, 'v1', 700))).toEqual([{ outcome: 'VOIDED' }]);
  await expectCleanLedger();
});

test('one that was voided before it was asked for is never made', async () => {
  const accountId = await wallet.accountOf('usr_early', '10.00');
  await voidThem('e1');
  expect(await reserve(request(accountId, 'e1', 1))).toEqual([{ outcome: 'VOIDED' }]);
  expect(await available(accountId)).toBe(1_000);
});

test('making and voiding one at the same time ends with nothing held', async () => {
  const accountId = await wallet.accountOf('usr_race', '10.00');
  const ids = Array.from({ length: 25 }, (_unused, index) => `race-${index}`);
  await Promise.all(
    ids.flatMap((id) => [reserve(request(accountId, id, 40)), voidThem(id), voidThem(...ids.slice(0, 3))]),
  );
  expect(await available(accountId)).toBe(1_000);
  expect(await wallet.part.auditCalls.holds({ after: null, limit: 100 })).not.toContainEqual(
    expect.objectContaining({ accountId }),
  );
  await expectCleanLedger();
});

test('any history of reserving and voiding agrees with plain sums', async () => {
  const command = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    amount: fc.integer({ min: 1, max: 600 }),
    voids: fc.boolean(),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 15 }), async (commands) => {
      const prefix = `history-${run++}`;
      const accountId = await wallet.accountOf(`usr_${prefix}`, '10.00');
      const held = new Map<string, number>();
      const voided = new Set<string>();
      for (const { id, amount, voids } of commands) {
        const reservationId = `${prefix}-${id}`;
        if (voids) {
          await voidThem(reservationId);
          held.delete(reservationId);
          voided.add(reservationId);
        } else {
          const left = 1_000 - [...held.values()].reduce((sum, one) => sum + one, 0);
          const [answer] = await reserve(request(accountId, reservationId, amount));
          if (voided.has(reservationId)) expect(answer?.outcome).toBe('VOIDED');
          else if (held.has(reservationId) || amount <= left) expect(answer?.outcome).toBe('RESERVED');
          else expect(answer).toEqual({ outcome: 'INSUFFICIENT', available: left });
          if (answer?.outcome === 'RESERVED' && !held.has(reservationId)) held.set(reservationId, amount);
        }
      }
      const total = [...held.values()].reduce((sum, one) => sum + one, 0);
      expect(await available(accountId)).toBe(1_000 - total);
    }),
    { numRuns: 15 },
  );
  await expectCleanLedger();
});
