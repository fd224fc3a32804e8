import type { CoreEvent } from '../exchange/turn.ts';
import {
  createExchange,
  restoreExchange,
  type Exchange,
  type ExchangeSettings,
} from '../exchange/exchange.ts';
import type { JournalFiles } from '../journal/files.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { loadSnapshot } from '../journal/snapshots.ts';

/** The engine as it was when it stopped, however it stopped. */
export interface Recovered {
  readonly exchange: Exchange;
  readonly journal: Journal;
  /** The index of the last command whose outputs are known to be confirmed. */
  readonly confirmedIndex: number;
  /** What the commands behind that made, in order: to be published again, under the same sequences. */
  readonly unconfirmed: readonly CoreEvent[];
  /** Of the snapshot that it started from; 0 for none. */
  readonly snapshotIndex: number;
  /** Bytes of a torn group commit that were cut off: its commands were never answered and come again. */
  readonly cutBytes: number;
  /** Snapshots that could not be read, for the log. */
  readonly damage: readonly string[];
}

/**
 * Makes the core again from its newest snapshot and the commands journaled behind it.
 * @throws JournalCorrupt when they cannot be trusted
 */
export async function recover(files: JournalFiles, settings: ExchangeSettings): Promise<Recovered> {
  const { snapshot, damage } = await loadSnapshot(files);
  const snapshotIndex = snapshot?.index ?? 0;
  const { journal, batches, cutBytes } = await openJournal(files, snapshotIndex);
  const exchange = snapshot ? restoreExchange(snapshot.state, settings) : createExchange(settings);
  const confirmedIndex = Math.max(snapshotIndex, batches.at(-1)?.confirmedIndex ?? 0);
  const unconfirmed: CoreEvent[] = [];
  for (const { firstIndex, atMs, commands } of batches) {
    for (const [position, command] of commands.entries()) {
      const events = exchange.apply(command, atMs);
      if (firstIndex + position > confirmedIndex) unconfirmed.push(...events);
    }
  }
  return { exchange, journal, confirmedIndex, unconfirmed, snapshotIndex, cutBytes, damage };
}
