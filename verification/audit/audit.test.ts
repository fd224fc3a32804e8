import { expect, test } from 'vitest';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import type { OrdersRpc } from '#contracts/calls/orders.ts';
import type { WalletAuditRpc } from '#contracts/calls/wallet.ts';
import { hasEnded } from '#domain/orders/order.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { audit } from './audit.ts';
import { check } from './checks.ts';
import { describeFindings } from './findings.ts';
import { takeSnapshot, type AuditSources, type Snapshot } from './snapshot.ts';
import { healthy } from './test/healthy-snapshot.ts';

const [open, done] = healthy.orders as [Snapshot['orders'][number], Snapshot['orders'][number]];
const [atEngine] = healthy.engineOrders as [Snapshot['engineOrders'][number]];
const [firstFill] = healthy.executions as [Snapshot['executions'][number]];

const brokenRules = (changes: Partial<Snapshot>): string[] =>
  check({ ...healthy, ...changes })
    .filter((one) => one.wrong > 0)
    .map((one) => `${one.invariant} ${one.rule}`);

test('finds no violation in a consistent environment', () => {
  expect(brokenRules({})).toEqual([]);
  expect(describeFindings(check(healthy)).filter((line) => line.includes('BROKEN'))).toEqual([]);
});

const wrongLedger = (rule: keyof Snapshot['ledger']['wrong']): Partial<Snapshot> => ({
  ledger: { ...healthy.ledger, wrong: { ...healthy.ledger.wrong, [rule]: 1 }, examples: [`${rule}: x`] },
});
const backlog = (what: keyof Snapshot['backlog']): Partial<Snapshot> => ({
  backlog: { ...healthy.backlog, [what]: 1 },
});

test.each<[what: string, rule: RegExp, changes: Partial<Snapshot>]>([
  ['legs that do not sum to zero', /^1 the legs/, wrongLedger('unbalancedTransfers')],
  ['a balance that differs from the sum of its legs', /^1 every balance/, wrongLedger('wrongBalances')],
  ['a negative balance', /^1 no available/, wrongLedger('negativeBalances')],
  ['a statement with a gap', /^1 every statement line/, wrongLedger('brokenStatements')],
  ['a reserved balance without orders', /^1 every reserved balance/, wrongLedger('wrongReserves')],
  ['a wrong entitlement', /^8 every corporate action gave/, wrongLedger('wrongEntitlements')],
  ['a wrong exercise of rights', /^8 every exercise of rights/, wrongLedger('wrongExercises')],
  ['charges beyond the notes', /^8 costs and taxes/, wrongLedger('wrongCharges')],
  ['a wrong charge of a debit balance', /^8 every charge of a debit/, wrongLedger('wrongDebitCharges')],
  ['an overdue settlement', /^3 no balance is due/, wrongLedger('overdueSettlements')],
  [
    'a hold too small',
    /^1 the reservation of each/,
    { orders: [{ ...open, reservedCentavos: 1_002 }, done] },
  ],
  [
    'a hold above what the order needs',
    /^1 the reservation of each/,
    { orders: [{ ...open, mayStillNeed: 900 }, done] },
  ],
  ['a missing hold', /^1 the reservation of each/, { holds: [] }],
  [
    'a hold of an unknown order',
    /^1 the reservation of each/,
    { holds: [...healthy.holds, { orderId: 'ord_9', accountId: 'acc_1', asset: 'BRL', amount: 5 }] },
  ],
  ['an outbox with undelivered entries', /^2 all outboxes/, backlog('commandOutbox')],
  ['an intent that is not finished', /^2 all outboxes/, backlog('intents')],
  ['an impossible report', /^2 no message was refused/, backlog('impossibleReports')],
  ['unconfirmed commands', /^2 all outboxes/, { unconfirmedCommands: 1 }],
  [
    "an order without the exchange's answer",
    /^2 the exchange has answered/,
    { orders: [{ ...open, requestPending: true }, done] },
  ],
  ['an open order that the exchange does not know', /^2 broker and exchange/, { engineOrders: [] }],
  [
    'an order filled further at the exchange',
    /^2 broker and exchange/,
    { engineOrders: [{ ...atEngine, filledQuantity: 200, leavesQuantity: 0, status: 'FILLED' }] },
  ],
  [
    'an order that only the exchange knows',
    /^2 the exchange has no order/,
    { engineOrders: [atEngine, { ...atEngine, orderId: 'ord_9' }] },
  ],
  ['an order twice at the exchange', /^2 the exchange has no order/, { engineOrders: [atEngine, atEngine] }],
  [
    'an order fact that the wallet has not booked',
    /^3 the wallet has booked/,
    { factsBooked: new Map([['acc_1', 3]]) },
  ],
  ['a fill that the wallet has not booked', /^3 every execution/, { booked: healthy.booked.slice(0, 1) }],
  [
    'a fill booked on another order',
    /^3 every execution/,
    { booked: healthy.booked.map((one) => ({ ...one, orderId: 'ord_1' })) },
  ],
  ['a booked fill without an execution', /^3 every execution/, { executions: [firstFill] }],
  [
    "a fill that differs from its order's totals",
    /^3 the filled quantity/,
    { fills: { ...healthy.fills, wrong: 1, examples: ['ord_2 reports 300 filled'] } },
  ],
])('finds %s', (_what, rule, changes) => {
  expect(brokenRules(changes)).toContainEqual(expect.stringMatching(rule));
});

/** The page after the last owner. */
const NO_PAGE: Snapshot['persons'][number] = {
  ...{ lastOwnerId: null, accounts: 0, positions: 0, notes: 0, results: 0, months: 0 },
  ...{
    wrongPositions: [],
    wrongNotes: [],
    wrongResults: [],
    missingNotes: [],
    wrongMonths: [],
    quarantined: [],
  },
};
const wrongPersons = (rule: string): Partial<Snapshot> => ({
  persons: healthy.persons.map((page) => ({ ...page, [rule]: ['acc_1'] })),
});

test.each([
  ['wrongPositions', '8 the cost of every position follows from its trades'],
  ['wrongNotes', '8 every note follows from its trades'],
  ['wrongResults', '8 the result of every sale follows from its trades'],
  ['missingNotes', '8 every closed day with trades has its note'],
  ['quarantined', '8 no account is in quarantine'],
  ['wrongMonths', "8 every month's taxes follow from the notes and trades of the person"],
])('finds %s', (rule, broken) => {
  expect(brokenRules(wrongPersons(rule))).toEqual([broken]);
});

type Fill = Snapshot['booked'][number];

type PageInput = { readonly after: string | null; readonly limit: number };

/** Answers in pages, by id. */
const page = <T>(rows: readonly T[], idOf: (row: T) => string) => {
  const sorted = [...rows].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return async ({ after, limit }: PageInput): Promise<T[]> =>
    sorted.filter((row) => idOf(row) > (after ?? '')).slice(0, limit);
};

/** Answers with a digest of the fills of each account. */
const digests = (rows: () => readonly Fill[]) => (input: PageInput) => {
  const accounts = [...new Set(rows().map(({ accountId }) => accountId))];
  const digestOf = (accountId: string): string =>
    rows()
      .filter((row) => row.accountId === accountId)
      .map(({ executionId, orderId, quantity }) => [executionId, orderId, Math.abs(quantity)].join(' '))
      .sort()
      .join(', ');
  const digested = accounts.map((accountId) => ({ accountId, fills: 1, digest: digestOf(accountId) }));
  return page(digested, (row) => row.accountId)(input);
};

/** Sources that answer in pages from a snapshot, which may change between calls. */
function sourcesOf(current: () => Snapshot): AuditSources {
  const sequenceRows = (map: ReadonlyMap<string, number>) =>
    page(
      [...map].map(([accountId, sequence]) => ({ accountId, sequence })),
      (row) => row.accountId,
    );
  const wallet: WalletAuditRpc = {
    ledger: async () => current().ledger,
    persons: async ({ after }) =>
      current().persons.find(({ lastOwnerId }) => (lastOwnerId ?? '') > (after ?? '')) ?? NO_PAGE,
    holds: (input) => page(current().holds, (row) => row.orderId)(input),
    bookedDigests: digests(() => current().booked),
    bookedExecutions: ({ accountId, ...input }) =>
      page(
        current().booked.filter((row) => row.accountId === accountId),
        (row) => row.executionId,
      )(input),
    orderFactSequences: (input) => sequenceRows(current().factsBooked)(input),
  };
  const orders: OrdersRpc = {
    auditOrders: (input) =>
      page(
        current().orders.filter(({ status }) => !hasEnded(status)),
        (row) => row.orderId,
      )(input),
    auditOrdersById: async ({ orderIds }) =>
      current().orders.filter(({ orderId, status }) => hasEnded(status) && orderIds.includes(orderId)),
    auditFills: async () => current().fills,
    fillDigests: digests(() => current().executions),
    auditExecutions: ({ accountId, ...input }) =>
      page(
        current().executions.filter((row) => row.accountId === accountId),
        (row) => row.executionId,
      )(input),
    factSequences: (input) => sequenceRows(current().factsWritten)(input),
    facts: async () => [],
    backlog: async () => current().backlog,
  };
  const engine: Pick<EngineRpc, 'orderStates' | 'stateHash'> = {
    orderStates: async () => [...current().engineOrders],
    stateHash: async () => ({ stateHash: 'x', commands: 5, confirmedCommands: 5 }),
  };
  return { wallet, orders, engines: [engine] };
}

/** The engine knows the ended order, too. */
const sameFills: Snapshot = {
  ...{ ...healthy, executions: [], booked: [] },
  engineOrders: [atEngine, { ...atEngine, ...done, limitPriceTicks: 10 }],
};

test('reads all state page by page, and no fills that both sides have', async () => {
  const { executions, booked } = healthy;
  expect(await takeSnapshot(sourcesOf(() => ({ ...sameFills, executions, booked })))).toEqual(sameFills);
});

test('reads the fills of accounts that differ', async () => {
  const other = { executionId: 'exe_9', orderId: 'ord_1', accountId: 'acc_1', quantity: 1 };
  const differing = { ...sameFills, executions: healthy.executions, booked: [...healthy.booked, other] };
  const { executions, booked } = await takeSnapshot(sourcesOf(() => differing));
  expect(executions).toEqual(healthy.executions.slice(0, 1));
  expect(booked).toEqual([healthy.booked[0], other]);
  expect(check({ ...differing, executions, booked }).filter(({ wrong }) => wrong > 0)).toHaveLength(1);
});

test('waits for work in flight, but reports a real violation', async () => {
  const clock = createManualClock(0);
  let looks = 0;
  const settling = sourcesOf(() => healthy);
  const backlogThenNone: AuditSources = {
    ...settling,
    orders: {
      ...settling.orders,
      backlog: async () => ({ ...healthy.backlog, factOutbox: looks++ === 0 ? 1 : 0 }),
    },
  };
  const passing = audit(backlogThenNone, clock, 5_000);
  await expect.poll(() => (clock.advance(500), looks)).toBe(2);
  expect((await passing).filter((one) => one.wrong > 0)).toEqual([]);

  const broken = await audit(
    sourcesOf(() => ({ ...healthy, holds: [] })),
    clock,
    0,
  );
  expect(broken.filter((one) => one.wrong > 0)).toHaveLength(1);
});
