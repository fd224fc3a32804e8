import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { UnreadableMessage, codecOf } from '#contracts/codec.ts';
import * as f from '#contracts/fields.ts';
import type { ExchangeSnapshot } from '../exchange/snapshot/snapshot.ts';
import { storedSnapshotSchema } from '../exchange/snapshot/snapshot-v1.ts';
import { JournalCorrupt } from './errors.ts';
import type { JournalFiles } from './files.ts';

/** The core's state behind a command, so that a restart replays only what came later. */
export interface Snapshot {
  /** Of the last command that it contains. */
  readonly index: number;
  readonly state: ExchangeSnapshot;
}

/** The newest one and the one before it are kept: a damaged newest one costs a longer replay, not the engine. */
const KEPT = 2;
const NAME = /^snapshot-(\d{16})\.json$/;
const snapshotName = (index: number): string => `snapshot-${index.toString().padStart(16, '0')}.json`;

const snapshotCodec = codecOf<Snapshot & { v: 1 }>(
  z.object({ v: f.version1, index: f.count, state: storedSnapshotSchema }),
);

/** Writes a snapshot and removes those that are no longer needed. Answers the index of the oldest kept one. */
export async function saveSnapshot(files: JournalFiles, snapshot: Snapshot): Promise<number> {
  const body = snapshotCodec.encode({ v: 1, ...snapshot });
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(body));
  await files.write(snapshotName(snapshot.index), Buffer.concat([checksum, body]));
  const indexes = await snapshotIndexes(files);
  for (const index of indexes.slice(KEPT)) await files.remove(snapshotName(index));
  return indexes[Math.min(KEPT, indexes.length) - 1] ?? snapshot.index;
}

/**
 * The newest snapshot that can be read, null when none was ever made, and why newer ones cannot.
 * @throws JournalCorrupt when there are some and none can be read
 */
export async function loadSnapshot(
  files: JournalFiles,
): Promise<{ readonly snapshot: Snapshot | null; readonly damage: readonly string[] }> {
  const damage: string[] = [];
  for (const index of await snapshotIndexes(files)) {
    const read = decodeSnapshot(await files.read(snapshotName(index)), index);
    if (typeof read !== 'string') return { snapshot: read, damage };
    damage.push(`${snapshotName(index)}: ${read}`);
  }
  if (damage.length > 0) throw new JournalCorrupt(damage.join('; '));
  return { snapshot: null, damage };
}

function decodeSnapshot(bytes: Buffer, index: number): Snapshot | string {
  const body = bytes.subarray(4);
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== crc32(body)) return 'the checksum is wrong';
  try {
    const snapshot = snapshotCodec.decode(body);
    if (snapshot.index !== index) return 'it holds another command than its name says';
    return { index, state: snapshot.state };
  } catch (error) {
    if (error instanceof UnreadableMessage) return error.message;
    throw error;
  }
}

/** Newest first. */
const snapshotIndexes = async (files: JournalFiles): Promise<number[]> =>
  (await files.list())
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
