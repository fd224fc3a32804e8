import { UnreadableMessage } from '#contracts/codec.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Delivery } from '#platform/ports/command-queue.ts';

/** A delivery for the dead letters. */
export interface DeadDelivery {
  readonly delivery: Delivery;
  readonly reason: string;
}

/** A report with all its deliveries in the batch. */
interface DeliveredReport {
  readonly report: ExecutionReport;
  readonly deliveries: Delivery[];
}

/** The reports of one engine shard, by sequence: a report that the queue delivered twice occurs once. */
export type ShardReports = ReadonlyMap<number, DeliveredReport>;

/** A batch of deliveries, decoded. */
export interface ReportBatch {
  readonly byShard: ReadonlyMap<number, ShardReports>;
  readonly unreadable: readonly DeadDelivery[];
}

/** Decodes a batch of deliveries and groups the reports by shard and sequence. */
export function readBatch(deliveries: readonly Delivery[]): ReportBatch {
  const unreadable: DeadDelivery[] = [];
  const byShard = new Map<number, Map<number, DeliveredReport>>();
  for (const delivery of deliveries) {
    const report = readReport(delivery);
    if (typeof report === 'string') {
      unreadable.push({ delivery, reason: report });
      continue;
    }
    const shard = report.shard ?? 0;
    const bySequence = byShard.get(shard) ?? new Map<number, DeliveredReport>();
    byShard.set(shard, bySequence);
    const known = bySequence.get(report.sequence);
    if (known) known.deliveries.push(delivery);
    else bySequence.set(report.sequence, { report, deliveries: [delivery] });
  }
  return { unreadable, byShard };
}

/** Decodes one delivery; returns a reason when it is unreadable or a report to another member. */
function readReport(delivery: Delivery): ExecutionReport | string {
  try {
    const report = executionReportCodec.decode(delivery.body);
    return report.member === MEMBERS.broker ? report : `the report belongs to the member ${report.member}`;
  } catch (error) {
    if (error instanceof UnreadableMessage) return error.message;
    throw error;
  }
}
