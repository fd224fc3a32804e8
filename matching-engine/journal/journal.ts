/**
 * Step "journal" of an order's way. The engine's journal: a disk log (platform/disk-log/log-writer.ts describes a write)
 * whose records are the commands of the exchange, numbered from 1. The state of the exchange is a pure function of them.
 *
 * 1. A batch of commands is encoded (batch.ts, command-codec.ts) and appended while the exchange already applies it. Its
 *    outputs are published once it is on disk.
 * 2. An engine that opens the journal reads it (journal-reader.ts) and continues in a new file of its own epoch. The
 *    header of that file records how many bytes of the previous file are valid (journal-file.ts). Readers therefore skip
 *    the torn end of a crash, and everything that a fenced engine of an older epoch writes later.
 * 3. After a fixed number of commands the journal continues in a new file, and a snapshot of the state at the end of the
 *    previous file is made (snapshots.ts). Files without commands after the oldest kept snapshot are removed.
 * 4. A restart loads the newest readable snapshot and applies the commands after it. An inconsistent file is refused with
 *    LogCorrupt, which names the file and the byte.
 *
 * edge/recovery/journal-folder.ts elects the one engine that may write.
 */
import type { LogFiles } from '#platform/disk-log/files.ts';
import type { Frame } from '#platform/disk-log/frame.ts';
import { createLogWriter, type TailSegment } from '#platform/disk-log/log-writer.ts';
import { writeBatch, type JournaledBatch } from './batch.ts';
import {
  encodeJournalHeader,
  journalFileName,
  type JournalFileId,
  type JournalHeader,
  type PreviousFile,
} from './journal-file.ts';
import { journalFilesIn, readJournal, type NumberedBatch } from './journal-reader.ts';

export interface Journal {
  /** Identity of the journal, from its creation on. */
  readonly id: string;
  /** Index of the last appended command, whether it is on disk yet or not. */
  lastIndex(): number;
  /**
   * Resolves when the commands are on disk. It may be called again before that: batches that wait for the disk together
   * share one write and one sync. Rejects when this write or an earlier one failed: the journal then accepts no more
   * batches, and the content on disk is unknown.
   */
  append(batch: JournaledBatch): Promise<void>;
  /** Continues in a new file after all appended commands. Resolves with the last index of the previous file. */
  startSegment(): Promise<number>;
  /** Removes files without commands after this index. */
  dropThrough(index: number): Promise<void>;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Bytes of a torn write at the end, which are ignored. */
  readonly tornBytes: number;
}

export interface OpenOptions {
  /** Only the commands after this index (of a snapshot) are passed on; 0 for all. */
  readonly afterIndex: number;
  /** Draws the identity of a journal that is created. */
  readonly newJournalId: () => string;
}

/**
 * Opens the journal, or creates it, and passes the batches after an index to `onBatch`, in order.
 * @throws LogCorrupt when it cannot be trusted
 */
export async function openJournal(
  files: LogFiles,
  { afterIndex, newJournalId }: OpenOptions,
  onBatch: (batch: NumberedBatch) => void,
): Promise<OpenedJournal> {
  const range = { afterIndex, throughIndex: Infinity };
  const { lastIndex, previous, epoch, tornBytes, ...end } = await readJournal(files, range, onBatch);
  const journalId = end.journalId ?? newJournalId();
  const first = await createFile(
    files,
    { firstIndex: lastIndex + 1, epoch: epoch + 1 },
    { journalId, previous },
  );
  return { journal: createJournal(files, journalId, first), tornBytes };
}

/** A file that the journal writes to. */
type JournalTail = TailSegment & PreviousFile;

async function createFile(files: LogFiles, id: JournalFileId, fields: JournalHeader): Promise<JournalTail> {
  const name = journalFileName(id);
  const header = encodeJournalHeader(id, fields);
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

function createJournal(files: LogFiles, journalId: string, first: JournalTail): Journal {
  const { epoch } = first;
  let tail = first;
  let lastIndex = first.firstIndex - 1;
  const writer = createLogWriter({
    files,
    nextIndex: first.firstIndex,
    tail,
    createSegment: async (firstIndex) =>
      (tail = await createFile(files, { firstIndex, epoch }, { journalId, previous: tail })),
    segmentBytes: Infinity,
    // The core has applied the commands already, so an engine that cannot write them must end.
    survivesFullDisk: false,
  });
  return {
    id: journalId,
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
