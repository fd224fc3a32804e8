import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { OrderTransaction, ReportException, ReportStream } from '../store/store.ts';

/** Highest number of missing sequences that one batch may note. A larger gap means that the stream is broken. */
const MAX_MISSING_NOTED = 10_000;

/** The reports of a batch that are due, and the state of the inbox that decides this. */
export interface DueReports {
  /** Why no report is due: the reports come from another journal than those before. Null when it is the same. */
  readonly refusal: string | null;
  /** The watermark: the highest sequence handled before the batch. */
  readonly lastSequence: number;
  /** Reports to apply, by sequence. All others of the batch are repeats. */
  readonly due: readonly ExecutionReport[];
  /** Due sequences that were noted as missing, and arrived late. */
  readonly late: ReadonlySet<number>;
  /** Repeats of reports that were impossible before. */
  readonly impossibleBefore: readonly ReportException[];
}

/**
 * Locks the inbox of a stream and picks the due reports of a batch: those above the watermark, and late ones that the
 * inbox has noted as missing. Any other report at or below the watermark is a repeat. None is due while the journal of the reports is
 * refused (`journal-positions.ts`).
 */
export async function dueReports(
  tx: OrderTransaction,
  stream: ReportStream,
  reports: readonly ExecutionReport[],
): Promise<DueReports> {
  const { lastSequence, refusal } = await tx.lockInbox(stream);
  if (refusal !== null) return { refusal, lastSequence, due: [], late: new Set(), impossibleBefore: [] };
  const sorted = reports.toSorted((a, b) => a.sequence - b.sequence);
  const old = sorted.flatMap(({ sequence }) => (sequence <= lastSequence ? sequence : []));
  const exceptions = old.length > 0 ? await tx.reportExceptions(stream, old) : [];
  const late = new Set(exceptions.flatMap(({ kind, sequence }) => (kind === 'MISSING' ? sequence : [])));
  return {
    refusal,
    lastSequence,
    late,
    due: sorted.filter(({ sequence }) => sequence > lastSequence || late.has(sequence)),
    impossibleBefore: exceptions.filter(({ kind }) => kind === 'IMPOSSIBLE'),
  };
}

/** Saves the new watermark, notes missing and impossible reports, and removes the notes of late ones. */
export function saveInbox(
  tx: OrderTransaction,
  stream: ReportStream,
  { lastSequence, due, late }: DueReports,
  impossible: readonly ReportException[],
): readonly number[] {
  const missing = missingSequences(lastSequence, due);
  const notes = missing.map((sequence): ReportException => ({
    sequence,
    kind: 'MISSING',
    reason: 'later reports came first',
  }));
  tx.saveInbox(stream, {
    lastSequence: Math.max(lastSequence, due.at(-1)?.sequence ?? 0),
    added: [...impossible, ...notes],
    resolved: due.flatMap(({ sequence }) => (late.has(sequence) ? sequence : [])),
  });
  return missing;
}

/** Returns the sequences above the watermark that the reports skip. */
function missingSequences(lastSequence: number, reports: readonly ExecutionReport[]): number[] {
  const missing: number[] = [];
  let expected = lastSequence + 1;
  for (const { sequence } of reports) {
    for (; expected < sequence; expected++) {
      if (missing.length >= MAX_MISSING_NOTED)
        throw new Error(`reports ${lastSequence + 1} to ${sequence - 1} are missing: the stream is broken`);
      missing.push(expected);
    }
    expected = Math.max(expected, sequence + 1);
  }
  return missing;
}
