import type { JournalPosition } from '#contracts/messages/execution-reports.ts';
import type { Log } from '#platform/observability/log.ts';
import type { InboxState, OrderStore, OrderTransaction } from '../store/store.ts';

const HELP = 'docs/OPERATIONS.md, "A lost journal"';

/**
 * Compares what the journal of an engine shard holds of the broker with what orders has handled and sent. Returns null when the journal is
 * the one of the broker's orders, else the reason why not:
 *
 * - it is another journal, which knows none of them;
 * - it ends before reports that were applied: an older copy was restored. Its next reports would look like repeats;
 * - it holds commands that orders has not sent: the database is a new or older one. The engine would drop its next commands as repeats.
 */
export function refusalOf(
  known: Pick<InboxState, 'journalId' | 'lastSequence'>,
  lastCommandNumber: number,
  { shard, journalId, lastSequence, commandNumber }: JournalPosition,
): string | null {
  const refused = (problem: string): string =>
    `the exchange's journal of shard ${shard} is not that of the broker's orders, since ${problem}. ${HELP}`;
  if (known.journalId !== null && known.journalId !== journalId)
    return refused(
      `it is ${journalId}, and reports of ${known.journalId} were applied, up to ${known.lastSequence}`,
    );
  if (lastSequence < known.lastSequence)
    return refused(
      `${journalId} ends at report ${lastSequence}, and reports up to ${known.lastSequence} were applied`,
    );
  if (commandNumber > lastCommandNumber)
    return refused(
      `${journalId} holds commands up to ${commandNumber}, and orders has sent ${lastCommandNumber}`,
    );
  return null;
}

/** A position with the time at which it was made. */
export interface TakenPosition {
  readonly position: JournalPosition;
  /** True: it is new, whatever the clocks of the machines say. False: one that is not later than the last one is a repeat of the queue. */
  readonly isNew: boolean;
}

/**
 * Handles a position once: the inbox refuses all reports after a position that does not fit, and takes them again after one that does.
 */
export async function takePosition(
  { store, log }: { readonly store: Pick<OrderStore, 'transaction'>; readonly log: Log },
  taken: TakenPosition,
): Promise<void> {
  const { before, refusal, isRepeat } = await store.transaction((tx) => savePosition(tx, taken));
  const { shard, journalId } = taken.position;
  if (isRepeat) return;
  if (refusal !== null) log.error({ shard, journalId, refusal }, 'orders takes no reports of the exchange');
  if (refusal === null && before !== null)
    log.info({ shard, journalId }, 'orders takes reports of the exchange again');
}

async function savePosition(
  tx: OrderTransaction,
  { position, isNew }: TakenPosition,
): Promise<{ readonly before: string | null; readonly refusal: string | null; readonly isRepeat: boolean }> {
  const stream = { member: position.member, shard: position.shard };
  const known = await tx.lockInbox(stream);
  const before = known.refusal;
  if (!isNew && position.announcedAtMs <= known.positionAtMs)
    return { before, refusal: before, isRepeat: true };
  const refusal = refusalOf(known, await tx.lastCommandNumber(position.shard), position);
  tx.savePosition(stream, {
    journalId: refusal === null ? position.journalId : known.journalId,
    positionAtMs: Math.max(position.announcedAtMs, known.positionAtMs),
    refusal,
  });
  return { before, refusal, isRepeat: false };
}

/** Throws with the reasons while positions of journals are refused. */
export async function checkJournals(store: Pick<OrderStore, 'journalRefusals'>): Promise<void> {
  const refusals = await store.journalRefusals();
  if (refusals.length > 0) throw new Error(refusals.join('; '));
}
