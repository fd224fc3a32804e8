import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';

/** Leaves out reports that were taken before: each of the exchange's shards counts its own. */
export interface ReportInbox {
  /** Those not seen yet, in their order. */
  fresh(reports: readonly ExecutionReport[]): readonly ExecutionReport[];
}

/** Makes an inbox that takes the first report of each shard as it comes, wherever its count stands. */
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
