import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import {
  executionReportCodec,
  memberMessageCodec,
  type ExecutionReport,
  type JournalPosition,
} from '#contracts/messages/execution-reports.ts';
import { QUEUES, TOPICS } from '#contracts/names.ts';
import type { CommandQueue, OutgoingMessage } from '#platform/ports/command-queue.ts';
import type { EventLog, LogRecord } from '#platform/ports/event-log.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import { delay, type WallClock } from '#platform/time/clock.ts';
import type { ExchangeEvent } from '../../exchange/command-context.ts';

/** Outputs that are published as they come. Only an order that trades with hundreds has more. */
const MAX_TOGETHER = 2_000;
/**
 * Of more outputs, those that are published at once, and the rest after them. All readers handle what comes at once: at this pace their
 * work for one order leaves a part of a processor to others.
 */
const PACED_OUTPUTS = 100;
const REST_MS = 20;
/** Outputs that are encoded in one run of the event loop. */
const ENCODED_AT_ONCE = 250;

/** Events of the exchange, and places of members in its journal. */
export type EngineOutput = ExchangeEvent | { readonly kind: 'POSITION'; readonly position: JournalPosition };

/** Step "report" of an order's way and "trade" of a quote's: publishes reports to the members' queues, market data to the log. */
export interface Publisher {
  /**
   * Resolves when the servers have confirmed all outputs, in order per queue and log. Rejects without a confirmation; the
   * outputs may then be published again, because receivers drop repeats by sequence.
   */
  publish(outputs: readonly EngineOutput[]): Promise<void>;
}

export interface PublisherDependencies {
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  /** Identity of the journal, which market data carry. */
  readonly journalId: string;
  readonly wallClock: WallClock;
}

export function createPublisher({ queue, eventLog, journalId, wallClock }: PublisherDependencies): Publisher {
  const declared = new Set<string>();
  const declare = async (name: string): Promise<void> => {
    if (declared.has(name)) return;
    await queue.declare(name);
    declared.add(name);
  };
  const publishReports = async (member: string, messages: readonly OutgoingMessage[]): Promise<void> => {
    const name = QUEUES.memberReports(member);
    await declare(name);
    await queue.publish(name, messages);
  };
  const publishTogether = async (outputs: readonly EngineOutput[]): Promise<void> => {
    const { add, reports, marketData } = createDestinations(journalId);
    await inSlices(outputs, { size: ENCODED_AT_ONCE, wallClock }, (slice) => slice.forEach(add));
    await Promise.all([
      ...(marketData.length > 0 ? [eventLog.append(TOPICS.engineMarketData, marketData)] : []),
      ...[...reports].map(([member, messages]) => publishReports(member, messages)),
    ]);
  };
  const publishPaced = async (outputs: readonly EngineOutput[]): Promise<void> => {
    await publishTogether(outputs);
    await delay(wallClock, REST_MS);
  };
  return {
    publish: (outputs) =>
      outputs.length <= MAX_TOGETHER
        ? publishTogether(outputs)
        : inSlices(outputs, { size: PACED_OUTPUTS, wallClock }, publishPaced),
  };
}

/** The encoded outputs by destination. */
function createDestinations(journalId: string): {
  readonly add: (output: EngineOutput) => void;
  readonly reports: ReadonlyMap<string, OutgoingMessage[]>;
  readonly marketData: readonly LogRecord[];
} {
  const reports = new Map<string, OutgoingMessage[]>();
  const marketData: LogRecord[] = [];
  const addReport = (member: string, message: OutgoingMessage): void => {
    const messages = reports.get(member) ?? [];
    messages.push(message);
    reports.set(member, messages);
  };
  const add = (output: EngineOutput): void => {
    if (output.kind === 'REPORT') addReport(output.report.member, messageOf(output.report));
    else if (output.kind === 'POSITION') addReport(output.position.member, positionMessage(output.position));
    else {
      const value = engineMarketDataCodec.encodeOwn({ ...output.message, journalId });
      marketData.push({ key: output.message.ticker, value: Buffer.from(value) });
    }
  };
  return { add, reports, marketData };
}

const messageOf = (report: ExecutionReport): OutgoingMessage => ({
  body: Buffer.from(executionReportCodec.encodeOwn(report)),
  messageId: [report.member, ...(report.shard === undefined ? [] : [report.shard]), report.sequence].join(
    '-',
  ),
  correlationId: report.correlationId,
});

function positionMessage(position: JournalPosition): OutgoingMessage {
  const id = `${position.journalId}-${position.member}-${position.announcedAtMs}`;
  return { body: memberMessageCodec.encode(position), messageId: id, correlationId: id };
}
