import type { ExchangeEvent } from '../../exchange/command-context.ts';
import {
  createExchange,
  restoreExchange,
  type Exchange,
  type ExchangeSettings,
} from '../../exchange/exchange.ts';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import { readJournal, type NumberedBatch } from '../../journal/journal-reader.ts';
import { loadSnapshot, saveSnapshot, type Snapshot } from '../../journal/snapshots.ts';

/** State of the engine at the end of its last run, whether it stopped or crashed. */
export interface Recovered {
  readonly exchange: Exchange;
  readonly journal: Journal;
  /** Index of the last command whose outputs were confirmed, by the journal. */
  readonly confirmedIndex: number;
  /** Events of the commands after it, in order. They are published again, with the same sequences. */
  readonly unconfirmed: readonly ExchangeEvent[];
  /** Index of the snapshot that recovery started from; 0 for none. */
  readonly snapshotIndex: number;
  /** Ignored bytes of a torn write. Its commands were not acknowledged, so the queue delivers them again. */
  readonly tornBytes: number;
  /** Problems of unreadable snapshots, for the log. */
  readonly damage: readonly string[];
}

/**
 * Recovers the exchange from its newest snapshot and the commands journaled after it.
 * @param newJournalId draws the identity of a journal that is created
 * @throws LogCorrupt when they cannot be trusted
 */
export async function recover(
  files: LogFiles,
  settings: ExchangeSettings,
  newJournalId: () => string,
): Promise<Recovered> {
  const { exchange, snapshot, snapshotIndex, damage } = await fromSnapshot(files, settings);
  let confirmedIndex = snapshotIndex;
  let unconfirmed: { readonly index: number; readonly events: readonly ExchangeEvent[] }[] = [];
  const options = { afterIndex: snapshotIndex, newJournalId };
  const { journal, tornBytes } = await openJournal(files, options, (batch) => {
    if (batch.confirmedIndex > confirmedIndex) {
      confirmedIndex = batch.confirmedIndex;
      unconfirmed = unconfirmed.filter(({ index }) => index > confirmedIndex);
    }
    applyBatch(exchange, batch, (index, events) => unconfirmed.push({ index, events }));
  });
  refuseOtherJournal(files, snapshot, journal.id);
  return {
    exchange,
    journal,
    confirmedIndex,
    unconfirmed: unconfirmed.flatMap(({ events }) => events),
    snapshotIndex,
    tornBytes,
    damage,
  };
}

/**
 * Makes a snapshot of the exchange after the last command of a journal file, from the files alone: the snapshot before
 * it and the commands since. So another process can make it while the engine runs. Returns the index of the oldest
 * snapshot that is kept.
 * @throws LogCorrupt when the files cannot be trusted
 */
export async function makeSnapshot(
  files: LogFiles,
  index: number,
  settings: ExchangeSettings,
): Promise<number> {
  const { exchange, snapshot, snapshotIndex } = await fromSnapshot(files, settings);
  const range = { afterIndex: snapshotIndex, throughIndex: index };
  const { lastIndex, journalId } = await readJournal(files, range, (batch) => applyBatch(exchange, batch));
  if (lastIndex !== index || journalId === null)
    throw new Error(`no journal file ends at command ${index}; the journal was read up to ${lastIndex}`);
  refuseOtherJournal(files, snapshot, journalId);
  return saveSnapshot(files, { journalId, index, state: exchange.capture() });
}

/** @throws LogCorrupt when the snapshot is of another journal than the files beside it */
function refuseOtherJournal({ place }: LogFiles, snapshot: Snapshot | null, journalId: string): void {
  if (snapshot === null || snapshot.journalId === journalId) return;
  const problem = `the snapshot of command ${snapshot.index} is of the journal ${snapshot.journalId}`;
  throw new LogCorrupt(`${place}: ${problem}, and the files beside it are of ${journalId}`);
}

async function fromSnapshot(files: LogFiles, settings: ExchangeSettings) {
  const { snapshot, damage } = await loadSnapshot(files);
  const exchange = snapshot ? restoreExchange(snapshot.state, settings) : createExchange(settings);
  return { exchange, snapshot, snapshotIndex: snapshot?.index ?? 0, damage };
}

function applyBatch(
  exchange: Exchange,
  { firstIndex, atMs, commands }: NumberedBatch,
  onEvents: (index: number, events: readonly ExchangeEvent[]) => void = () => undefined,
): void {
  for (const [offset, command] of commands.entries())
    onEvents(firstIndex + offset, exchange.apply(command, atMs));
}
