import { UnreadableMessage } from '#contracts/codec.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/execution-reports.ts';
import { MEMBERS, QUEUES } from '#contracts/names.ts';
import type { Stop } from '#platform/part.ts';
import type { Log } from '#platform/log.ts';
import type { CommandQueue, Delivery, Settlement } from '#platform/ports/command-queue.ts';
import { applyReports } from './apply-reports.ts';
import type { BookingRules } from './book-report.ts';
import type { OrderMetrics } from './order-metrics.ts';
import type { OrderStore } from './store.ts';

const MAX_BATCH = 500;

/** What the consumer of reports works with. */
export interface ReportConsumer {
  readonly store: OrderStore;
  readonly queue: CommandQueue;
  readonly rules: BookingRules;
  readonly log: Log;
  readonly metrics: OrderMetrics;
  readonly wakeRelay: () => void;
}

/** Consumes the broker's execution reports: a batch a transaction, each report once. */
export async function consumeReports(consumer: ReportConsumer): Promise<Stop> {
  const queueName = QUEUES.memberReports(MEMBERS.broker);
  await consumer.queue.declare(queueName);
  return consumer.queue.consume(queueName, { maxBatch: MAX_BATCH }, (batch) =>
    handleReports(consumer, batch),
  );
}

/** Applies a batch of deliveries; what cannot be read or cannot be true is for the dead letters, with the reason. */
export async function handleReports(
  consumer: ReportConsumer,
  batch: readonly Delivery[],
): Promise<Settlement> {
  const { store, rules, log, metrics } = consumer;
  const dead: { delivery: Delivery; reason: string }[] = [];
  const bySequence = new Map<number, { report: ExecutionReport; deliveries: Delivery[] }>();
  for (const delivery of batch) {
    const report = readReport(delivery);
    if (typeof report === 'string') {
      dead.push({ delivery, reason: report });
      continue;
    }
    const known = bySequence.get(report.sequence);
    if (known) known.deliveries.push(delivery);
    else bySequence.set(report.sequence, { report, deliveries: [delivery] });
  }
  const reports = [...bySequence.values()].map(({ report }) => report);
  const applied = await store.transaction((tx) => applyReports(tx, MEMBERS.broker, reports, rules));
  consumer.wakeRelay();
  for (const report of applied.applied) metrics.reportApplied(report.type);
  for (const { sequence, reason } of applied.impossible) {
    bySequence.get(sequence)?.deliveries.forEach((delivery) => dead.push({ delivery, reason }));
  }
  if (applied.missing.length > 0) {
    metrics.reportsMissing(applied.missing.length);
    log.error({ sequences: applied.missing }, 'execution reports are missing: later ones came first');
  }
  for (const { delivery, reason } of dead) {
    metrics.reportDead();
    const { messageId, correlationId } = delivery;
    log.error({ messageId, correlationId, reason }, 'an execution report went to the dead letters');
  }
  return { dead };
}

/** The report, or why it is none of ours. */
function readReport(delivery: Delivery): ExecutionReport | string {
  try {
    const report = executionReportCodec.decode(delivery.body);
    return report.member === MEMBERS.broker ? report : `it is a report of the member ${report.member}`;
  } catch (error) {
    if (error instanceof UnreadableMessage) return error.message;
    throw error;
  }
}
