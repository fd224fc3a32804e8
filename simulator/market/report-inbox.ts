import type { ExecutionReport, MemberMessage } from '#contracts/messages/execution-reports.ts';

/** Drops reports that were processed before. Each shard of the exchange has its own sequence. */
export interface ReportInbox {
  /**
   * The reports not seen before, in order. After a position of a journal that ends before them, as a new one does, sequences count anew:
   * nothing is kept of the orders that it does not know.
   */
  fresh(messages: readonly MemberMessage[]): readonly ExecutionReport[];
}

/** Creates an inbox that accepts any sequence as the first of a shard. */
export function createReportInbox(): ReportInbox {
  const lastByShard = new Map<number, number>();
  return {
    fresh: (messages) =>
      messages.flatMap((message) => {
        const { shard = 0 } = message;
        const last = lastByShard.get(shard) ?? 0;
        if (message.type === 'JOURNAL_POSITION') {
          lastByShard.set(shard, Math.min(last, message.lastSequence));
          return [];
        }
        if (message.sequence <= last) return [];
        lastByShard.set(shard, message.sequence);
        return [message];
      }),
  };
}
