import { corruptAt } from '#platform/disk-log/errors.ts';
import { META_POSITION, encodeHeader, readHeader, type SegmentFormat } from '#platform/disk-log/segment.ts';

const IDENTITY_POSITION = 24;
const IDENTITY_BYTES = 32;

/**
 * A file of the journal is a segment of the disk log. Its header adds: epoch u32, then three fields of the previous file:
 * index of its first command u64 (0: no previous file), epoch u32, number of its valid bytes u64; then the identity of the
 * journal (32 bytes of Latin-1, filled up with zeros), which is drawn when the journal is created and never changes. Members and
 * readers of market data keep it beside the sequences that they have handled: sequences of another journal begin anew.
 *
 * Each engine that opens the journal writes files of its own epoch, which is above all others. The newest file has the
 * highest epoch and, within it, the highest index. The journal is the newest file and the chain of its previous files. A
 * fenced engine that had not yet noticed its successor wrote any other file, and any byte beyond the valid ones.
 */
export const JOURNAL_FORMAT: SegmentFormat = {
  magic: 'ENGJOURN',
  version: 2,
  metaBytes: 24 + IDENTITY_BYTES,
};

/** Identity of a journal file: the index of its first command, and the epoch of its writer. */
export interface JournalFileId {
  readonly firstIndex: number;
  readonly epoch: number;
}

/** The previous file, with its valid bytes: without a torn end and without later writes. */
export interface PreviousFile extends JournalFileId {
  readonly bytes: number;
}

const NAME = /^journal-(\d{16})-(\d{8})\.log$/;

export const journalFileName = ({ firstIndex, epoch }: JournalFileId): string =>
  `journal-${firstIndex.toString().padStart(16, '0')}-${epoch.toString().padStart(8, '0')}.log`;

/** Reads a file name; null when it is not a file of the journal. */
export function parseJournalFileName(name: string): JournalFileId | null {
  const found = NAME.exec(name);
  return found && { firstIndex: Number(found[1]), epoch: Number(found[2]) };
}

/** The fields of a file's header. */
export interface JournalHeader {
  /** Identity of the journal: 1 to 32 characters of Latin-1. */
  readonly journalId: string;
  /** Null for the first file. */
  readonly previous: PreviousFile | null;
}

export function encodeJournalHeader(id: JournalFileId, { journalId, previous }: JournalHeader): Buffer {
  if (journalId.length === 0 || journalId.length > IDENTITY_BYTES)
    throw new Error(`the identity ${JSON.stringify(journalId)} of a journal does not fit into its header`);
  const meta = Buffer.alloc(JOURNAL_FORMAT.metaBytes);
  meta.write(journalId, IDENTITY_POSITION, 'latin1');
  meta.writeUInt32LE(id.epoch, 0);
  meta.writeBigUInt64LE(BigInt(previous?.firstIndex ?? 0), 4);
  meta.writeUInt32LE(previous?.epoch ?? 0, 12);
  meta.writeBigUInt64LE(BigInt(previous?.bytes ?? 0), 16);
  return encodeHeader(JOURNAL_FORMAT, { firstIndex: id.firstIndex, meta });
}

/**
 * Reads the header of a file.
 * @throws LogCorrupt with the file and the byte
 */
export function readJournalHeader(id: JournalFileId, bytes: Buffer): JournalHeader {
  const name = journalFileName(id);
  const { meta } = readHeader(JOURNAL_FORMAT, name, bytes, id.firstIndex);
  if (meta.readUInt32LE(0) !== id.epoch)
    throw corruptAt(name, META_POSITION, 'the header and the name of the file give different epochs');
  const journalId = meta.toString('latin1', IDENTITY_POSITION).replace(/\0+$/, '');
  const firstIndex = Number(meta.readBigUInt64LE(4));
  const previous =
    firstIndex === 0
      ? null
      : { firstIndex, epoch: meta.readUInt32LE(12), bytes: Number(meta.readBigUInt64LE(16)) };
  return { journalId, previous };
}
