/**
 * The story of the engine's journal.
 *
 * The journal is the disk log (platform/disk-log/log-writer.ts describes how a write gets to the disk) whose records are the
 * commands of the exchange, numbered from 1. The state of the exchange is a pure function of them.
 *
 * 1. A batch of commands is encoded (batch.ts, command-codec.ts) and appended while the core already applies it. When
 *    it is safe on disk its outputs are published.
 * 2. An engine that opens the journal reads it (journal-reader.ts), and goes on in a new file of its own epoch, whose
 *    header says how much of the file before it counts (journal-file.ts). So nobody ever reads the torn end of a crash,
 *    nor what an engine that was taken for dead still writes: that is how epochs fence it off.
 * 3. Every so many commands the journal goes on in a new file, and a snapshot of the state up to there is made
 *    (snapshots.ts). Files that hold nothing after the oldest kept snapshot are removed.
 * 4. A restart loads the newest snapshot that can be read and applies the commands after it. Anything that does not fit
 *    is refused with LogCorrupt, which names the file and the byte.
 *
 * Who may write is decided outside: see edge/journal-folder.ts.
 */
import type { LogFiles } from '#platform/disk-log/files.ts';
import type { Frame } from '#platform/disk-log/frame.ts';
import { createLogWriter, type TailSegment } from '#platform/disk-log/log-writer.ts';
import { writeBatch, type JournaledBatch } from './batch.ts';
import {
  encodeJournalHeader,
  journalFileName,
  type JournalFileId,
  type PreviousFile,
} from './journal-file.ts';
import { journalFilesIn, readJournal, type NumberedBatch } from './journal-reader.ts';

export interface Journal {
  /** Index of the last command that was appended, safe on disk or on its way there. */
  lastIndex(): number;
  /**
   * Resolves when the commands are safe on disk. It may be called again before that: batches that wait for the disk
   * together are one write with one sync. Rejects when this write or an earlier one failed: the journal then takes
   * nothing more, and what is on disk is not known.
   */
  append(batch: JournaledBatch): Promise<void>;
  /** Goes on in a new file, after all that was appended so far. Resolves with the index that ends the file before. */
  startSegment(): Promise<number>;
  /** Removes files that hold nothing after this index. */
  dropThrough(index: number): Promise<void>;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Bytes of a torn write at the end, which do not count. */
  readonly tornBytes: number;
}

/**
 * Opens the journal after an index (of a snapshot; 0 for the beginning), makes one when there is none, and passes on the
 * batches after that index, in order.
 * @throws LogCorrupt when it cannot be trusted
 */
export async function openJournal(
  files: LogFiles,
  afterIndex: number,
  onBatch: (batch: NumberedBatch) => void,
): Promise<OpenedJournal> {
  const range = { afterIndex, throughIndex: Infinity };
  const { lastIndex, previous, epoch, tornBytes } = await readJournal(files, range, onBatch);
  const first = await createFile(files, { firstIndex: lastIndex + 1, epoch: epoch + 1 }, previous);
  return { journal: createJournal(files, first), tornBytes };
}

/** A file that the journal writes to. */
type JournalTail = TailSegment & PreviousFile;

async function createFile(
  files: LogFiles,
  id: JournalFileId,
  previous: PreviousFile | null,
): Promise<JournalTail> {
  const name = journalFileName(id);
  const header = encodeJournalHeader(id, previous);
  await files.create(name, header);
  let bytes = header.length;
  return {
    ...id,
    name,
    get bytes() {
      return bytes;
    },
    extend: ({ end }: Frame) => void (bytes = end),
  };
}

function createJournal(files: LogFiles, first: JournalTail): Journal {
  const { epoch } = first;
  let tail = first;
  let lastIndex = first.firstIndex - 1;
  const writer = createLogWriter({
    files,
    nextIndex: first.firstIndex,
    tail,
    createSegment: async (firstIndex) => (tail = await createFile(files, { firstIndex, epoch }, tail)),
    segmentBytes: Infinity,
    // The core has applied the commands already, so an engine that cannot write them must end.
    survivesFullDisk: false,
  });
  return {
    lastIndex: () => lastIndex,
    append: async (batch) => {
      lastIndex += batch.commands.length;
      await writer.append(batch.commands.length, (to) => writeBatch(to, batch));
    },
    startSegment: async () => (await writer.startSegment()) - 1,
    dropThrough: (index) => dropThrough(files, index),
  };
}

async function dropThrough(files: LogFiles, index: number): Promise<void> {
  const all = await journalFilesIn(files);
  const isOver = (id: JournalFileId): boolean =>
    all.some(
      ({ firstIndex, epoch }) =>
        firstIndex <= index + 1 &&
        (firstIndex > id.firstIndex || (firstIndex === id.firstIndex && epoch > id.epoch)),
    );
  for (const id of all.filter(isOver)) await files.remove(journalFileName(id));
}
