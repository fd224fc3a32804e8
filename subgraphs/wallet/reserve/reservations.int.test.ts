import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestWallet, type TestWallet } from '#test/support/wallet/wallet.ts';

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
const voidAll = (...reservationIds: string[]) =>
  wallet.part.calls.voidReservations({ reservationIds, correlationId: 'c' });
const available = async (accountId: string) =>
  (await wallet.part.calls.available({ accountId, ticker: 'PETR4' }))?.cashCentavos;

test('decides a batch request by request', async () => {
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

test('neither overdraws nor deadlocks under concurrent batches over several accounts in any order', async () => {
  const accounts = await Promise.all(
    ['usr_c1', 'usr_c2', 'usr_c3'].map((user) => wallet.accountOf(user, '100.00')),
  );
  const batches = Array.from({ length: 30 }, (_unused, batch) =>
    [...accounts, ...accounts]
      .sort((a, b) => ((batch % 2 === 0) === a < b ? 1 : -1))
      .map((accountId, index) => request(accountId, `many-${batch}-${index}`, 300)),
  );
  const answers = (await Promise.all(batches.map((batch) => reserve(...batch)))).flat();
  const reservedCount = answers.filter(({ outcome }) => outcome === 'RESERVED').length;
  expect(reservedCount).toBe(3 * 33);
  for (const accountId of accounts) expect(await available(accountId)).toBe(100);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('of 200 concurrent calls that exceed the balance by one centavo, exactly 199 reserve', async () => {
  const accountId = await wallet.accountOf('usr_tight', '1999.99');
  const calls = Array.from({ length: 200 }, (_unused, index) =>
    reserve(request(accountId, `tight-${index}`, 1_000)),
  );
  const answers = (await Promise.all(calls)).flat();
  expect(answers.filter(({ outcome }) => outcome === 'RESERVED')).toHaveLength(199);
  expect(answers.filter(({ outcome }) => outcome === 'INSUFFICIENT')).toEqual([
    { outcome: 'INSUFFICIENT', available: 999 },
  ]);
  expect(await available(accountId)).toBe(999);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('a call that cannot be stored fails alone among those that came with it', async () => {
  const accountId = await wallet.accountOf('usr_poison', '10.00');
  const calls = ['first', 'good', 'b\u0000d', 'fine'].map((id) => reserve(request(accountId, id, 100)));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await available(accountId)).toBe(700);
});

test('releases a voided reservation once and never reserves its id again', async () => {
  const accountId = await wallet.accountOf('usr_void', '10.00');
  await reserve(request(accountId, 'v1', 700));
  await voidAll('v1');
  await voidAll('v1', 'v1');
  expect(await available(accountId)).toBe(1_000);
  expect(await reserve(request(accountId, 'v1', 700))).toEqual([{ outcome: 'VOIDED' }]);
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('never reserves an id that was voided first', async () => {
  const accountId = await wallet.accountOf('usr_early', '10.00');
  await voidAll('e1');
  expect(await reserve(request(accountId, 'e1', 1))).toEqual([{ outcome: 'VOIDED' }]);
  expect(await available(accountId)).toBe(1_000);
});

test('holds nothing after concurrent reserve and void calls for the same ids', async () => {
  const accountId = await wallet.accountOf('usr_race', '10.00');
  const ids = Array.from({ length: 25 }, (_unused, index) => `race-${index}`);
  await Promise.all(
    ids.flatMap((id) => [reserve(request(accountId, id, 40)), voidAll(id), voidAll(...ids.slice(0, 3))]),
  );
  expect(await available(accountId)).toBe(1_000);
  expect(await wallet.part.auditCalls.holds({ after: null, limit: 100 })).not.toContainEqual(
    expect.objectContaining({ accountId }),
  );
  expect(await wallet.ledgerViolations()).toEqual([]);
});

test('agrees with a model of plain sums for any sequence of reserve and void calls', async () => {
  const command = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    amount: fc.integer({ min: 1, max: 600 }),
    isVoid: fc.boolean(),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 15 }), async (commands) => {
      const prefix = `history-${run++}`;
      const accountId = await wallet.accountOf(`usr_${prefix}`, '10.00');
      const held = new Map<string, number>();
      const voided = new Set<string>();
      for (const { id, amount, isVoid } of commands) {
        const reservationId = `${prefix}-${id}`;
        if (isVoid) {
          await voidAll(reservationId);
          held.delete(reservationId);
          voided.add(reservationId);
        } else {
          const left = 1_000 - [...held.values()].reduce((sum, amount) => sum + amount, 0);
          const [answer] = await reserve(request(accountId, reservationId, amount));
          if (voided.has(reservationId)) expect(answer?.outcome).toBe('VOIDED');
          else if (held.has(reservationId) || amount <= left) expect(answer?.outcome).toBe('RESERVED');
          else expect(answer).toEqual({ outcome: 'INSUFFICIENT', available: left });
          if (answer?.outcome === 'RESERVED' && !held.has(reservationId)) held.set(reservationId, amount);
        }
      }
      const total = [...held.values()].reduce((sum, amount) => sum + amount, 0);
      expect(await available(accountId)).toBe(1_000 - total);
    }),
    { numRuns: 15 },
  );
  expect(await wallet.ledgerViolations()).toEqual([]);
});
