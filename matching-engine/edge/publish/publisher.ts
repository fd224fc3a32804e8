import { engineMarketDataCodec } from '#contracts/messages/engine-market-data.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { QUEUES, TOPICS } from '#contracts/names.ts';
import type { CommandQueue, OutgoingMessage } from '#platform/ports/command-queue.ts';
import type { EventLog, LogRecord } from '#platform/ports/event-log.ts';
import type { ExchangeEvent } from '../../exchange/command-context.ts';

/** Messages of one publish. */
const MAX_MESSAGES = 1_000;

/** Step "report" of an order's way and "trade" of a quote's: publishes reports to the members' queues, market data to the log. */
export interface Publisher {
  /**
   * Resolves when the servers have confirmed all events, in order per queue and log. Rejects without a confirmation; the
   * events may then be published again, because receivers drop repeats by sequence.
   */
  publish(events: readonly ExchangeEvent[]): Promise<void>;
}

export function createPublisher(queue: CommandQueue, eventLog: EventLog): Publisher {
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
    publish: async (events) => {
      const { reports, marketData } = splitByDestination(events);
      await Promise.all([
        publishMarketData(marketData),
        ...[...reports].map(([member, messages]) => publishReports(member, messages)),
      ]);
    },
  };
}

function splitByDestination(events: readonly ExchangeEvent[]): {
  readonly reports: ReadonlyMap<string, OutgoingMessage[]>;
  readonly marketData: readonly LogRecord[];
} {
  const reports = new Map<string, OutgoingMessage[]>();
  const marketData: LogRecord[] = [];
  for (const event of events) {
    if (event.kind === 'MARKET_DATA') {
      marketData.push({ key: event.message.ticker, value: engineMarketDataCodec.encode(event.message) });
      continue;
    }
    const messages = reports.get(event.report.member) ?? [];
    messages.push(messageOf(event.report));
    reports.set(event.report.member, messages);
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

function chunksOf<T>(items: readonly T[]): (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += MAX_MESSAGES)
    chunks.push(items.slice(from, from + MAX_MESSAGES));
  return chunks;
}
