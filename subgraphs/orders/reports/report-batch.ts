import { UnreadableMessage } from '#contracts/codec.ts';
import {
  memberMessageCodec,
  type ExecutionReport,
  type JournalPosition,
  type MemberMessage,
} from '#contracts/messages/execution-reports.ts';
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

/** Reports by shard, or a position of a journal, which decides whether the reports after it are taken. */
export type BatchStep =
  | { readonly kind: 'REPORTS'; readonly byShard: ReadonlyMap<number, ShardReports> }
  | { readonly kind: 'POSITION'; readonly position: JournalPosition };

/** A batch of deliveries, decoded. */
export interface ReportBatch {
  /** In order. */
  readonly steps: readonly BatchStep[];
  readonly unreadable: readonly DeadDelivery[];
}

/**
 * Decodes a batch of deliveries, and groups the reports between two positions by shard and sequence. All in one run of the event loop: a
 * full batch takes two milliseconds.
 */
export function readBatch(deliveries: readonly Delivery[]): ReportBatch {
  const unreadable: DeadDelivery[] = [];
  const steps: BatchStep[] = [];
  let byShard: Map<number, Map<number, DeliveredReport>> | null = null;
  const read = (delivery: Delivery): void => {
    const message = readMessage(delivery);
    if (typeof message === 'string') {
      unreadable.push({ delivery, reason: message });
    } else if (message.type === 'JOURNAL_POSITION') {
      steps.push({ kind: 'POSITION', position: message });
      byShard = null;
    } else {
      if (byShard === null) steps.push({ kind: 'REPORTS', byShard: (byShard = new Map()) });
      add(byShard, message, delivery);
    }
  };
  deliveries.forEach(read);
  return { unreadable, steps };
}

function add(
  byShard: Map<number, Map<number, DeliveredReport>>,
  report: ExecutionReport,
  delivery: Delivery,
): void {
  const shard = report.shard ?? 0;
  const bySequence = byShard.get(shard) ?? new Map<number, DeliveredReport>();
  byShard.set(shard, bySequence);
  const known = bySequence.get(report.sequence);
  if (known) known.deliveries.push(delivery);
  else bySequence.set(report.sequence, { report, deliveries: [delivery] });
}

/** Decodes one delivery; returns a reason when it is unreadable or a message to another member. */
function readMessage(delivery: Delivery): MemberMessage | string {
  const message = memberMessageCodec.read(delivery.body);
  if (message instanceof UnreadableMessage) return message.message;
  return message.member === MEMBERS.broker ? message : `the message belongs to the member ${message.member}`;
}
