import type { EngineRpc } from '#contracts/calls/engine.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import { shardOf } from '#contracts/sharding.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { RENUMBERED_FROM } from '#domain/market/renumbering.ts';
import type { BookingRules } from '#domain/orders/lifecycle/book-report.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { hasEnded } from '#domain/orders/order.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Relays } from '../outbox/relay.ts';
import type { OrderStore, OrderTransaction } from '../store/store.ts';
import { openOrderChanges } from './order-changes.ts';

export interface AdoptionDependencies {
  readonly store: OrderStore;
  readonly rules: BookingRules;
  /** By shard. */
  readonly engines: readonly Pick<EngineRpc, 'renumber'>[];
  readonly wallClock: Clock;
  readonly marketClock: Clock;
  readonly log: Log;
  readonly wakeFacts: Relays['wakeFacts'];
}

/** Orders that end in one transaction. */
const ORDERS_AT_ONCE = 500;

/**
 * Takes the present journal of an engine shard for that of the orders, after the old one was lost. Nobody knows what would have become of
 * the orders in it, so all open ones end: those that the exchange had accepted are CANCELED, the others REJECTED. Their reservations are
 * released by the facts, as ever. Then the engine cancels what it has open of them, drops the commands that were sent before, and goes
 * on above all known sequences. A repeat after a failure goes on.
 */
export async function adoptJournal(
  dependencies: AdoptionDependencies,
  shard: number,
): Promise<{ readonly journalId: string; readonly ended: number }> {
  const { store, log, wakeFacts } = dependencies;
  let ended = 0;
  for (;;) {
    const open = await openOrdersOf(dependencies, shard);
    if (open.length > 0) await store.transaction((tx) => endOrders(dependencies, tx, open));
    wakeFacts({ changeBalances: true });
    ended += open.length;
    const journalId =
      open.length > 0 ? null : await store.transaction((tx) => adopt(dependencies, tx, shard));
    if (journalId === null) continue;
    log.warn({ shard, journalId, ended }, 'orders has adopted a journal of the exchange');
    return { journalId, ended };
  }
}

/**
 * Returns null when an order was accepted meanwhile. The number of commands stays locked, so that none is accepted until the end of the
 * transaction.
 */
async function adopt(
  dependencies: AdoptionDependencies,
  tx: OrderTransaction,
  shard: number,
): Promise<string | null> {
  const engine = dependencies.engines[shard];
  if (!engine) throw new Error(`there is no engine of shard ${shard}`);
  const stream = { member: MEMBERS.broker, shard };
  const { lastSequence, positionAtMs } = await tx.lockInbox(stream);
  const commandNumber = await tx.lastCommandNumber(shard);
  if ((await openOrdersOf(dependencies, shard)).length > 0) return null;
  const from = Math.max(RENUMBERED_FROM, dependencies.wallClock.nowMs(), lastSequence + 1);
  const { journalId } = await engine.renumber({ member: MEMBERS.broker, from, commandNumber });
  tx.saveInbox(stream, { lastSequence: from, added: [], resolved: [] });
  // Positions that were announced before are not handled any more.
  const announcedMs = Math.max(positionAtMs, dependencies.wallClock.nowMs());
  tx.savePosition(stream, { journalId, positionAtMs: announcedMs, refusal: null });
  return journalId;
}

async function openOrdersOf(
  { store, engines }: Pick<AdoptionDependencies, 'store' | 'engines'>,
  shard: number,
): Promise<readonly OrderRecord[]> {
  for (let after: string | null = null; ;) {
    const page: readonly OrderRecord[] = await store.openOrdersAfter(after, ORDERS_AT_ONCE);
    const own = page.filter(
      ({ status, ticker }) => !hasEnded(status) && shardOf(ticker, engines.length) === shard,
    );
    if (own.length > 0 || page.length < ORDERS_AT_ONCE) return own;
    after = page.at(-1)?.orderId ?? null;
  }
}

/** Ends orders as reports of the exchange would. */
async function endOrders(
  { rules, marketClock }: AdoptionDependencies,
  tx: OrderTransaction,
  orders: readonly OrderRecord[],
): Promise<void> {
  const atMs = marketClock.nowMs();
  const reports = orders.map((order) => lastReport(order, atMs));
  const changes = await openOrderChanges(tx, reports, rules);
  for (const report of reports) {
    const reason = changes.apply(report);
    if (reason !== null) throw new Error(reason);
  }
  changes.save();
}

function lastReport(order: OrderRecord, atMs: number): ExecutionReport {
  const { orderId, ticker, correlationId, quantity, filledQuantity, leavesQuantity } = order;
  const common = { v: 1, member: MEMBERS.broker, sequence: 0, atMs, tradeDate: dayOf(atMs) } as const;
  if (order.status === 'PENDING') {
    const message = 'The exchange has lost the order. Nothing of it was executed: place it again.';
    return { ...common, type: 'REJECTED', orderId, ticker, correlationId, rule: 'ORDER_NOT_FOUND', message };
  }
  return {
    ...common,
    ...{ orderId, ticker, correlationId, quantity, filledQuantity, leavesQuantity },
    type: 'CANCELED',
    requestId: null,
    reason: 'MASS_CANCEL',
  };
}
