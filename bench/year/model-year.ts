import type { PoolConfig } from 'pg';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { settlementDay } from '#domain/calendar/trading-calendar.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { depositTransfer } from '#domain/ledger/transfers.ts';
import { bookOrderFacts, type BookingDependencies } from '#wallet/book/order-facts.ts';
import { closeAccounts } from '#wallet/day-close/close-batch.ts';
import { createBookingClock } from '#wallet/ledger/booking-clock.ts';
import { createLedger, type Ledger } from '#wallet/ledger/ledger.ts';
import { reserve } from '#wallet/reserve/reservations.ts';
import { settleUntil } from '#wallet/settle/settlement.ts';
import { createPrismaWalletStore } from '#wallet/store/store.prisma.ts';
import { lockedAccount } from '#wallet/store/unit-of-work.ts';
import { createPrismaOrderStore } from '#orders/store/store.prisma.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { ModelAccount, PastOrder } from './model-account.ts';

const DEPOSIT_CENTAVOS = 1_000_000_000;
const NOON_MINUTE = 12 * 60;
const EVENING_MINUTE = 20 * 60;
const MAX_FACTS = 400;

export interface ModelYear {
  readonly databases: { readonly orders: PoolConfig; readonly wallet: PoolConfig };
  readonly accounts: readonly ModelAccount[];
  /** Trade dates, in order. */
  readonly days: readonly string[];
  readonly ordersADay: number;
  readonly calendar: TradingCalendar;
  readonly onProgress: (text: string) => void;
}

/**
 * Lets accounts trade on each day, through the stores and the ledger of the broker itself: it reserves, books, closes the day and
 * settles as a running broker does, by a clock of its own. Only the messages between the parts are left out.
 */
export async function fillModelYear(year: ModelYear): Promise<void> {
  const { databases, accounts, days, ordersADay, calendar, onProgress } = year;
  const clock = createManualClock(instantOf(days[0] ?? '', 0));
  const store = createPrismaWalletStore(databases.wallet);
  const orders = await createPrismaOrderStore(databases.orders, { engineShards: 1 });
  const transfers = noMetrics.counter('transfers', '', ['kind']);
  const ledger = createLedger(store, createBookingClock(clock, calendar), transfers, () => undefined);
  const rules = { tables: B3_COST_TABLES, calendar };
  const sequences = new Map<string, number>();
  try {
    for (const { accountId, ownerId } of accounts) {
      await store.openAccount({ id: accountId, ownerId, name: 'main', createdAtMs: clock.nowMs() }, 1);
      await deposit(ledger, accountId, clock.nowMs());
    }
    for (const [index, day] of days.entries()) {
      clock.set(instantOf(day, 1));
      await settleUntil(store, ledger, day, 'settlement');
      clock.set(instantOf(day, NOON_MINUTE));
      const placed = accounts.flatMap((account) => account.ordersOf(day, ordersADay));
      await keepOrders(orders, placed);
      await bookOrders({ ledger, wallClock: clock }, placed, sequences);
      clock.set(instantOf(day, EVENING_MINUTE));
      const open = await store.accountsToClose(day, '', accounts.length);
      const { failed } = await closeAccounts({ store, ledger, rules, wallClock: clock }, open, day, 'close');
      if (failed[0]) throw new Error(failed[0].reason);
      onProgress(`${index + 1} of ${days.length} days of ${accounts.length} accounts`);
    }
    const last = settlementDay(calendar, days.at(-1) ?? '');
    clock.set(instantOf(last, 1));
    await settleUntil(store, ledger, last, 'settlement');
    await store.sql.$executeRaw`TRUNCATE outbox`;
    await orders.sql.$executeRaw`TRUNCATE fact_outbox, command_outbox`;
  } finally {
    await store.close();
    await orders.close();
  }
}

const deposit = (ledger: Ledger, accountId: string, atMs: number): Promise<void> =>
  ledger.transact({ accountIds: [accountId], assets: [] }, (unit) => {
    const transfer = depositTransfer(accountId, DEPOSIT_CENTAVOS);
    const entry = lockedAccount(unit, accountId).book.post(transfer, { correlationId: 'deposit', atMs });
    unit.rememberClientTransfer({
      ...{ accountId, clientTransferId: 'deposit', content: '' },
      entry: { ...entry, ticker: null },
    });
  });

/** Stores orders, executions and facts. */
async function keepOrders(
  store: Awaited<ReturnType<typeof createPrismaOrderStore>>,
  placed: readonly PastOrder[],
): Promise<void> {
  await store.addIntents(placed.map((one) => one.placed));
  await store.transaction(async (tx) => {
    const facts = placed.flatMap((one) => one.facts);
    tx.saveOrders(placed.map((one) => one.ended));
    tx.addExecutions(
      facts.flatMap(({ execution, order }) =>
        execution ? [{ ...execution, number: order.executionCount }] : [],
      ),
    );
    tx.addFacts(facts);
  });
}

/** Reserves for each order and books its facts in the wallet, order by order of each account. */
async function bookOrders(
  booking: BookingDependencies,
  placed: readonly PastOrder[],
  sequences: Map<string, number>,
): Promise<void> {
  await reserve(
    booking.ledger,
    placed.map(({ placed: order }) => ({
      ...{ reservationId: order.orderId, orderId: order.orderId, accountId: order.accountId },
      asset: order.side === 'BUY' ? CASH : order.custodyTicker,
      amount: order.side === 'BUY' ? order.reservedCentavos : order.reservedQuantity,
      correlationId: order.correlationId,
    })),
  ).then((answers) => {
    const refused = answers.find(({ outcome }) => outcome !== 'RESERVED');
    if (refused) throw new Error(`a reservation was refused: ${JSON.stringify(refused)}`);
  });
  const facts = placed.flatMap((one) =>
    one.facts.map((draft) => {
      const sequence = (sequences.get(draft.accountId) ?? 0) + 1;
      sequences.set(draft.accountId, sequence);
      return { ...draft, v: 1 as const, sequence };
    }),
  );
  for (let first = 0; first < facts.length; first += MAX_FACTS)
    await bookOrderFacts(booking, facts.slice(first, first + MAX_FACTS));
}
