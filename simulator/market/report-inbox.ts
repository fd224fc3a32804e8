import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';

/** Drops reports that were processed before. Each shard of the exchange has its own sequence. */
export interface ReportInbox {
  /** The reports not seen before, in order. */
  fresh(reports: readonly ExecutionReport[]): readonly ExecutionReport[];
}

/** Creates an inbox that accepts any sequence as the first of a shard. */
export function createReportInbox(): ReportInbox {
  const lastByShard = new Map<number, number>();
  return {
    fresh: (reports) =>
      reports.filter(({ shard = 0, sequence }) => {
        if (sequence <= (lastByShard.get(shard) ?? 0)) return false;
        lastByShard.set(shard, sequence);
        return true;
      }),
  };
}
