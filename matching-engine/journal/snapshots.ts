import { z } from 'zod';
import { UnreadableMessage, codecOf } from '#contracts/codec.ts';
import * as f from '#contracts/fields.ts';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { seal, unseal, type SealedFormat } from '#platform/disk-log/sealed-file.ts';
import { exchangeSnapshotSchema, type ExchangeSnapshot } from '../exchange/snapshot/snapshot.ts';

/** The state of the exchange after a command, so that a restart applies only the commands after it. */
export interface Snapshot {
  /** Identity of the journal whose commands made the state. */
  readonly journalId: string;
  /** Index of the last command that the state contains. */
  readonly index: number;
  readonly state: ExchangeSnapshot;
}

/** Number of kept snapshots: with a damaged newest one, a restart takes longer but succeeds. */
const KEPT = 2;
const FORMAT: SealedFormat = { magic: 'ENGSNAPS', version: 2 };
const NAME = /^snapshot-(\d{16})\.json$/;
const snapshotName = (index: number): string => `snapshot-${index.toString().padStart(16, '0')}.json`;

const snapshotCodec = codecOf<Snapshot>(
  z.object({ journalId: f.id, index: f.count, state: exchangeSnapshotSchema }),
);

/** Writes a snapshot and removes all but the newest ones. Returns the index of the oldest kept one. */
export async function saveSnapshot(files: LogFiles, snapshot: Snapshot): Promise<number> {
  await files.write(snapshotName(snapshot.index), seal(FORMAT, snapshotCodec.encode(snapshot)));
  const indexes = await snapshotIndexes(files);
  for (const index of indexes.slice(KEPT)) await files.remove(snapshotName(index));
  return indexes[Math.min(KEPT, indexes.length) - 1] ?? snapshot.index;
}

/**
 * Loads the newest readable snapshot; null without snapshots. `damage` has the reasons why newer ones are unreadable.
 * @throws LogCorrupt when no snapshot is readable
 */
export async function loadSnapshot(
  files: LogFiles,
): Promise<{ readonly snapshot: Snapshot | null; readonly damage: readonly string[] }> {
  const damage: string[] = [];
  for (const index of await snapshotIndexes(files)) {
    const read = decodeSnapshot(await files.read(snapshotName(index)), index);
    if (typeof read !== 'string') return { snapshot: read, damage };
    damage.push(`${snapshotName(index)}: ${read}`);
  }
  if (damage.length > 0) throw new LogCorrupt(damage.join('; '));
  return { snapshot: null, damage };
}

function decodeSnapshot(bytes: Buffer, index: number): Snapshot | string {
  const body = unseal(FORMAT, bytes);
  if (typeof body === 'string') return body;
  const snapshot = snapshotCodec.read(body);
  if (snapshot instanceof UnreadableMessage) return snapshot.message;
  return snapshot.index === index ? snapshot : `it holds command ${snapshot.index}, not that of its name`;
}

/** Newest first. */
const snapshotIndexes = async (files: LogFiles): Promise<number[]> =>
  (await files.list())
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
