import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { BookingRules } from '#domain/orders/lifecycle/book-report.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Delivery, Settlement } from '#platform/ports/command-queue.ts';
import type { WallClock } from '#platform/time/clock.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import type { OrderMetrics } from '../observe/order-metrics.ts';
import type { Relays } from '../outbox/relay.ts';
import type { OrderStore, OrderTransaction, ReportException, ReportStream } from '../store/store.ts';
import { dueReports, saveInbox, type DueReports } from './inbox.ts';
import { takePosition } from './journal-positions.ts';
import { openOrderChanges } from './order-changes.ts';
import { readBatch, type DeadDelivery, type ShardReports } from './report-batch.ts';

/**
 * Reports that are applied in one run of the event loop: a millisecond or two. A busy process does as much as ten of other work between two
 * runs, so with smaller ones the exchange's answers came slower than orders.
 */
const APPLIED_AT_ONCE = 100;

/** The dependencies of applying reports. */
export interface ReportDependencies {
  readonly store: OrderStore;
  readonly rules: BookingRules;
  readonly log: Log;
  readonly metrics: OrderMetrics;
  /** Starts the relay of facts. */
  readonly wakeFacts: Relays['wakeFacts'];
  readonly wallClock: WallClock;
}

/**
 * Step "apply" of an order's way: applies a batch of the broker's execution reports, each report once.
 *
 * 1. Decode the deliveries and group the reports by engine shard and sequence (`report-batch.ts`). Two deliveries of one
 *    report count as one. An unreadable delivery goes to the dead letters. A position of the engine's journal shows whether it is
 *    that of the reports before (`journal-positions.ts`); while it is not, its reports go to the dead letters.
 * 2. In one transaction a shard, lock the inbox and pick the due reports (`inbox.ts`). A report that comes twice has a
 *    sequence at or below the watermark: it changes nothing, and the queue gets its acknowledgement.
 * 3. Apply the due reports to their orders in sequence (`order-changes.ts`, rules in `domain/orders/lifecycle/`).
 * 4. Save orders, executions, facts and the new watermark in the same transaction. The inbox notes skipped sequences as
 *    missing, since they may still come, and impossible reports with their reason.
 * 5. Wake the relay of facts, count, and log what is missing.
 * 6. Send impossible reports to the dead letters. A crash before this step delivers them again: the inbox has the reason.
 */
export async function applyReports(
  dependencies: ReportDependencies,
  deliveries: readonly Delivery[],
): Promise<Settlement> {
  const { unreadable, steps } = readBatch(deliveries);
  const dead = [...unreadable];
  for (const step of steps) {
    if (step.kind === 'POSITION') await takePosition(dependencies, { ...step, isNew: false });
    // One shard after the other: two streams in one transaction would break the lock order of the store.
    else
      for (const [shard, reports] of step.byShard)
        dead.push(...(await applyShard(dependencies, shard, reports)));
  }
  for (const { delivery, reason } of dead) {
    dependencies.metrics.reportDead();
    const { messageId, correlationId } = delivery;
    dependencies.log.error(
      { messageId, correlationId, reason },
      'an execution report went to the dead letters',
    );
  }
  return { dead };
}

/** 2. to 6. for the reports of one shard; returns the deliveries for the dead letters. */
async function applyShard(
  { store, rules, log, metrics, wakeFacts, wallClock }: ReportDependencies,
  shard: number,
  bySequence: ShardReports,
): Promise<readonly DeadDelivery[]> {
  const stream = { member: MEMBERS.broker, shard };
  const reports = [...bySequence.values()].map(({ report }) => report);
  const { refusal, applied, missing, impossible, changeBalances } = await store.transaction((tx) =>
    applyOnce(tx, stream, reports, { rules, wallClock }),
  );
  if (refusal !== null)
    return [...bySequence.values()].flatMap(({ deliveries }) =>
      deliveries.map((delivery) => ({ delivery, reason: refusal })),
    );
  wakeFacts({ changeBalances });
  for (const report of applied) metrics.reportApplied(report.type);
  if (missing.length > 0) {
    metrics.reportsMissing(missing.length);
    log.error({ shard, sequences: missing }, 'execution reports are missing: later reports came first');
  }
  return impossible.flatMap(({ sequence, reason }) =>
    (bySequence.get(sequence)?.deliveries ?? []).map((delivery) => ({ delivery, reason })),
  );
}

/** The result of applying the reports of one shard. */
interface AppliedReports extends Pick<DueReports, 'refusal'> {
  readonly applied: readonly ExecutionReport[];
  /** Reports that contradict their orders, those of earlier batches that came again included. */
  readonly impossible: readonly ReportException[];
  /** Skipped sequences. */
  readonly missing: readonly number[];
  readonly changeBalances: boolean;
}

/** 2. to 4., in one transaction. */
async function applyOnce(
  tx: OrderTransaction,
  stream: ReportStream,
  reports: readonly ExecutionReport[],
  { rules, wallClock }: Pick<ReportDependencies, 'rules' | 'wallClock'>,
): Promise<AppliedReports> {
  // Sent together: the orders of repeated reports are locked, too.
  const [batch, changes] = await Promise.all([
    dueReports(tx, stream, reports),
    openOrderChanges(tx, reports, rules),
  ]);
  const { refusal } = batch;
  if (refusal !== null) return { refusal, applied: [], missing: [], impossible: [], changeBalances: false };
  const applied: ExecutionReport[] = [];
  const impossible: ReportException[] = [];
  const apply = (report: ExecutionReport): void => {
    const reason = changes.apply(report);
    if (reason === null) applied.push(report);
    else impossible.push({ sequence: report.sequence, kind: 'IMPOSSIBLE', reason });
  };
  await inSlices(batch.due, { size: APPLIED_AT_ONCE, wallClock }, (slice) => slice.forEach(apply));
  const changeBalances = changes.save();
  const missing = saveInbox(tx, stream, batch, impossible);
  return {
    refusal,
    applied,
    missing,
    impossible: [...impossible, ...batch.impossibleBefore],
    changeBalances,
  };
}
