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
import type { ExchangeEvent } from '../../exchange/command-context.ts';

/** Messages of one publish. */
const MAX_MESSAGES = 1_000;

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

/** @param journalId identity of the journal, which market data carry */
export function createPublisher(queue: CommandQueue, eventLog: EventLog, journalId: string): Publisher {
  const declared = new Set<string>();
  const declare = async (name: string): Promise<void> => {
    if (declared.has(name)) return;
    await queue.declare(name);
    declared.add(name);
  };
  const publishReports = async (member: string, messages: readonly OutgoingMessage[]): Promise<void> => {
    const name = QUEUES.memberReports(member);
    await declare(name);
    for (const chunk of chunksOf(messages)) await queue.publish(name, chunk);
  };
  const publishMarketData = async (records: readonly LogRecord[]): Promise<void> => {
    for (const chunk of chunksOf(records)) await eventLog.append(TOPICS.engineMarketData, chunk);
  };
  return {
    publish: async (outputs) => {
      const { reports, marketData } = splitByDestination(outputs, journalId);
      await Promise.all([
        publishMarketData(marketData),
        ...[...reports].map(([member, messages]) => publishReports(member, messages)),
      ]);
    },
  };
}

function splitByDestination(
  outputs: readonly EngineOutput[],
  journalId: string,
): {
  readonly reports: ReadonlyMap<string, OutgoingMessage[]>;
  readonly marketData: readonly LogRecord[];
} {
  const reports = new Map<string, OutgoingMessage[]>();
  const marketData: LogRecord[] = [];
  const add = (member: string, message: OutgoingMessage): void => {
    const messages = reports.get(member) ?? [];
    messages.push(message);
    reports.set(member, messages);
  };
  for (const output of outputs) {
    if (output.kind === 'REPORT') add(output.report.member, messageOf(output.report));
    else if (output.kind === 'POSITION') add(output.position.member, positionMessage(output.position));
    else {
      const value = engineMarketDataCodec.encode({ ...output.message, journalId });
      marketData.push({ key: output.message.ticker, value });
    }
  }
  return { reports, marketData };
}

const messageOf = (report: ExecutionReport): OutgoingMessage => ({
  body: executionReportCodec.encode(report),
  messageId: [report.member, ...(report.shard === undefined ? [] : [report.shard]), report.sequence].join(
    '-',
  ),
  correlationId: report.correlationId,
});

function positionMessage(position: JournalPosition): OutgoingMessage {
  const id = `${position.journalId}-${position.member}-${position.announcedAtMs}`;
  return { body: memberMessageCodec.encode(position), messageId: id, correlationId: id };
}

function chunksOf<T>(items: readonly T[]): (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += MAX_MESSAGES)
    chunks.push(items.slice(from, from + MAX_MESSAGES));
  return chunks;
}
