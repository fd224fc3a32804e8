import { UnreadableMessage } from '#contracts/codec.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS, QUEUES } from '#contracts/names.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Log } from '#platform/observability/log.ts';
import type { CommandQueue, Delivery, Settlement } from '#platform/ports/command-queue.ts';
import { applyReports } from './apply-reports.ts';
import type { BookingRules } from './book-report.ts';
import type { OrderMetrics } from '../order-metrics.ts';
import type { OrderStore } from '../store/store.ts';

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

/** Consumes the broker's execution reports, each once: a transaction for each engine shard that a batch is from. */
export async function consumeReports(consumer: ReportConsumer): Promise<Stop> {
  const queueName = QUEUES.memberReports(MEMBERS.broker);
  await consumer.queue.declare(queueName);
  return consumer.queue.consume(queueName, { maxBatch: MAX_BATCH }, (batch) =>
    handleReports(consumer, batch),
  );
}

/** A delivery that is for the dead letters. */
interface Dead {
  readonly delivery: Delivery;
  readonly reason: string;
}

/** A report with all deliveries of it. */
interface Delivered {
  readonly report: ExecutionReport;
  readonly deliveries: Delivery[];
}

/** Applies a batch of deliveries; what cannot be read or cannot be true is for the dead letters, with the reason. */
export async function handleReports(
  consumer: ReportConsumer,
  batch: readonly Delivery[],
): Promise<Settlement> {
  const { log, metrics } = consumer;
  const { dead, byShard } = sort(batch);
  // One after the other: two streams in one transaction would lock orders out of the order that all others keep.
  for (const [shard, bySequence] of byShard) dead.push(...(await applyShard(consumer, shard, bySequence)));
  for (const { delivery, reason } of dead) {
    metrics.reportDead();
    const { messageId, correlationId } = delivery;
    log.error({ messageId, correlationId, reason }, 'an execution report went to the dead letters');
  }
  return { dead };
}

type BySequence = ReadonlyMap<number, Delivered>;

/** The readable reports by shard and sequence. */
function sort(batch: readonly Delivery[]): { dead: Dead[]; byShard: ReadonlyMap<number, BySequence> } {
  const dead: Dead[] = [];
  const byShard = new Map<number, Map<number, Delivered>>();
  for (const delivery of batch) {
    const report = readReport(delivery);
    if (typeof report === 'string') {
      dead.push({ delivery, reason: report });
      continue;
    }
    const shard = report.shard ?? 0;
    const bySequence = byShard.get(shard) ?? new Map<number, Delivered>();
    byShard.set(shard, bySequence);
    const known = bySequence.get(report.sequence);
    if (known) known.deliveries.push(delivery);
    else bySequence.set(report.sequence, { report, deliveries: [delivery] });
  }
  return { dead, byShard };
}

/** Applies the reports of one shard; those that cannot be true. */
async function applyShard(
  { store, rules, log, metrics, wakeRelay }: ReportConsumer,
  shard: number,
  bySequence: BySequence,
): Promise<Dead[]> {
  const stream = { member: MEMBERS.broker, shard };
  const reports = [...bySequence.values()].map(({ report }) => report);
  const { applied, missing, impossible } = await store.transaction((tx) =>
    applyReports(tx, stream, reports, rules),
  );
  wakeRelay();
  for (const report of applied) metrics.reportApplied(report.type);
  if (missing.length > 0) {
    metrics.reportsMissing(missing.length);
    log.error({ shard, sequences: missing }, 'execution reports are missing: later ones came first');
  }
  return impossible.flatMap(({ sequence, reason }) =>
    (bySequence.get(sequence)?.deliveries ?? []).map((delivery) => ({ delivery, reason })),
  );
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
