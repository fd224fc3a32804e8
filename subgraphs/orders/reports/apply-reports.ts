import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { bookReport, type BookingRules } from './book-report.ts';
import type { FactDraft, OrderRecord } from '../record.ts';
import type { OrderTransaction, ReportException, ReportStream } from '../store/store.ts';

/** What became of a batch of reports. */
export interface AppliedReports {
  readonly applied: readonly ExecutionReport[];
  /** Contradict their orders, now or when they came first: for the dead letters. */
  readonly impossible: readonly { readonly sequence: number; readonly reason: string }[];
  /** Sequences that were passed over and may still come. */
  readonly missing: readonly number[];
}

/** More missing reports than this are no hiccup of a queue: the stream is broken, and the consumer waits for help. */
const MAX_MISSING_NOTED = 10_000;

/**
 * Applies reports of one stream, each once by its sequence, in their order. A sequence below the watermark is a repeat,
 * unless it was passed over before. An impossible report is noted with its reason, so that it reaches the dead letters
 * also when the process dies before it has told the queue.
 */
export async function applyReports(
  tx: OrderTransaction,
  stream: ReportStream,
  reports: readonly ExecutionReport[],
  rules: BookingRules,
): Promise<AppliedReports> {
  if (reports.length === 0) return { applied: [], impossible: [], missing: [] };
  const lastSequence = await tx.lockInbox(stream);
  const sorted = reports.toSorted((a, b) => a.sequence - b.sequence);
  const old = sorted.filter((report) => report.sequence <= lastSequence).map((report) => report.sequence);
  const exceptions = old.length > 0 ? await tx.reportExceptions(stream, old) : [];
  const late = new Set(
    exceptions.filter((one) => one.kind === 'MISSING').map((exception) => exception.sequence),
  );
  const due = sorted.filter((report) => report.sequence > lastSequence || late.has(report.sequence));
  const books = await openBooks(tx, due);
  const impossible = due.flatMap((report): ReportException[] => {
    const reason = books.book(report, rules);
    return reason === null ? [] : [{ sequence: report.sequence, kind: 'IMPOSSIBLE', reason }];
  });
  await books.save(tx);
  const missing = missingBetween(lastSequence, due);
  await tx.saveInbox(stream, {
    lastSequence: Math.max(lastSequence, sorted.at(-1)?.sequence ?? 0),
    added: [...impossible, ...missing.map(missingException)],
    resolved: due.map((report) => report.sequence).filter((sequence) => late.has(sequence)),
  });
  const notApplied = new Set(impossible.map((one) => one.sequence));
  return {
    applied: due.filter((report) => !notApplied.has(report.sequence)),
    impossible: [...impossible, ...exceptions.filter((one) => one.kind === 'IMPOSSIBLE')],
    missing,
  };
}

const missingException = (sequence: number): ReportException => ({
  sequence,
  kind: 'MISSING',
  reason: 'later reports came first',
});

/** The sequences above the watermark that the reports leap over. */
function missingBetween(lastSequence: number, reports: readonly ExecutionReport[]): number[] {
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

/** The orders of a batch in memory: many reports of one order are one row written. */
async function openBooks(tx: OrderTransaction, reports: readonly ExecutionReport[]) {
  const ids = new Set(reports.flatMap((report) => (report.type === 'MASS_CANCELED' ? [] : report.orderId)));
  const orders = new Map<string, OrderRecord>();
  if (ids.size > 0) for (const order of await tx.lockOrders([...ids])) orders.set(order.orderId, order);
  const changed = new Set<string>();
  const facts: FactDraft[] = [];

  /** Books one report; why it cannot be true, or null. */
  const book = (report: ExecutionReport, rules: BookingRules): string | null => {
    if (report.type === 'MASS_CANCELED') return null;
    const order = orders.get(report.orderId);
    if (!order) return `there is no order ${report.orderId}`;
    if (order.ticker !== report.ticker)
      return `the order ${report.orderId} is of ${order.ticker}, not of ${report.ticker}`;
    const booking = bookReport(order, report, rules);
    if (!booking.ok) return `${report.type} of order ${report.orderId}: ${booking.impossible}`;
    orders.set(order.orderId, booking.order);
    changed.add(order.orderId);
    facts.push(booking.fact);
    return null;
  };
  const save = async (into: OrderTransaction): Promise<void> => {
    if (facts.length === 0) return;
    await into.saveOrders([...changed].flatMap((id) => orders.get(id) ?? []));
    await into.addExecutions(
      facts.flatMap(({ execution, order }) =>
        execution ? [{ ...execution, number: order.executionCount }] : [],
      ),
    );
    await into.addFacts(facts);
  };
  return { book, save };
}
