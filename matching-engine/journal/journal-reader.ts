import { LogCorrupt, corruptAt } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import type { Frame } from '#platform/disk-log/frame.ts';
import { headerBytes, META_POSITION, readSegment, type SegmentContents } from '#platform/disk-log/segment.ts';
import { readBatches, type JournaledBatch } from './batch.ts';
import {
  JOURNAL_FORMAT,
  journalFileName,
  parseJournalFileName,
  readJournalHeader,
  type JournalFileId,
  type PreviousFile,
} from './journal-file.ts';

/** A batch with the index of its first command. Commands are numbered from 1. */
export interface NumberedBatch extends JournaledBatch {
  readonly firstIndex: number;
}

/** The end of a journal. */
export interface JournalEnd {
  /** Identity of the journal; null without files. */
  readonly journalId: string | null;
  /** Index of the last command; `afterIndex` when there is none. */
  readonly lastIndex: number;
  /** The fields of the next file's header that name the file before it. */
  readonly previous: PreviousFile | null;
  /** Bytes of a torn write at the end of the newest file. */
  readonly tornBytes: number;
  /** The highest epoch of all files; 0 without files. */
  readonly epoch: number;
}

/** The range of commands to read. */
export interface JournalRange {
  /** Only commands after this index (of a snapshot); 0 for all. */
  readonly afterIndex: number;
  /** Only files that begin at or before this index; Infinity for all. */
  readonly throughIndex: number;
}

/**
 * Reads a journal in order, without changing a file.
 * @throws LogCorrupt when it cannot be trusted
 */
export async function readJournal(
  files: LogFiles,
  { afterIndex, throughIndex }: JournalRange,
  onBatch: (batch: NumberedBatch) => void,
): Promise<JournalEnd> {
  const all = await journalFilesIn(files);
  const chain = await chainAfter(files, all, afterIndex);
  let nextIndex = chain[0]?.id.firstIndex ?? afterIndex + 1;
  let end: Pick<JournalEnd, 'previous' | 'tornBytes'> = { previous: null, tornBytes: 0 };
  for (const [place, link] of chain.entries()) {
    const { id, bytes } = link;
    if (id.firstIndex > throughIndex) break;
    if (id.firstIndex !== nextIndex) {
      const problem = `command ${nextIndex} should follow, not ${id.firstIndex}: commands are missing`;
      throw corruptAt(journalFileName(id), 0, problem);
    }
    const contents = contentsOf(link, chain[place + 1]?.previousBytes ?? null);
    for (const frame of contents.frames) readFrame(journalFileName(id), frame, afterIndex, onBatch);
    nextIndex = contents.endIndex;
    const { validBytes } = contents;
    end = { previous: { ...id, bytes: validBytes }, tornBytes: bytes.length - validBytes };
  }
  if (nextIndex <= afterIndex)
    throw new LogCorrupt(
      `${files.place}: the journal ends at command ${nextIndex - 1}, before the snapshot of ${afterIndex}`,
    );
  const epoch = Math.max(0, ...all.map((id) => id.epoch));
  return { ...end, journalId: chain[0]?.journalId ?? null, lastIndex: nextIndex - 1, epoch };
}

/** @param validBytes number of valid bytes by the next file's header; null for the newest file */
function contentsOf({ id, bytes }: Link, validBytes: number | null): SegmentContents {
  const file = journalFileName(id);
  if (validBytes !== null && validBytes < headerBytes(JOURNAL_FORMAT))
    throw corruptAt(file, 0, `the next file counts ${validBytes} bytes of it, less than its header`);
  const place = { file, firstIndex: id.firstIndex, isNewest: validBytes === null };
  const contents = readSegment(JOURNAL_FORMAT, place, bytes.subarray(0, validBytes ?? bytes.length));
  if (validBytes !== null && contents.validBytes < validBytes)
    throw corruptAt(file, contents.validBytes, 'the file is cut off, and newer files follow');
  return contents;
}

/** Passes the batches of a frame after an index to the reader. */
function readFrame(
  file: string,
  { firstIndex, count, payload, position }: Frame,
  afterIndex: number,
  onBatch: (batch: NumberedBatch) => void,
): void {
  const batches = readBatches(payload);
  if (typeof batches === 'string') throw corruptAt(file, position, `the commands cannot be read: ${batches}`);
  const found = batches.reduce((sum, { commands }) => sum + commands.length, 0);
  if (found !== count)
    throw corruptAt(file, position, `the frame has ${found} commands, and its header says ${count}`);
  let nextIndex = firstIndex;
  for (const batch of batches) {
    if (nextIndex > afterIndex) onBatch({ ...batch, firstIndex: nextIndex });
    nextIndex += batch.commands.length;
  }
}

/** A file of the journal. */
interface Link {
  readonly id: JournalFileId;
  readonly journalId: string;
  readonly bytes: Buffer;
  /** Valid bytes of the previous file; null without one. */
  readonly previousBytes: number | null;
}

/** Follows the headers from the newest file back to the file that holds `afterIndex + 1`. */
async function chainAfter(
  files: LogFiles,
  all: readonly JournalFileId[],
  afterIndex: number,
): Promise<Link[]> {
  const chain: Link[] = [];
  let id: JournalFileId | null = all.at(-1) ?? null;
  if (id === null && afterIndex === 0) return [];
  while (id !== null) {
    const bytes = await files.read(journalFileName(id));
    const { journalId, previous } = readJournalHeader(id, bytes);
    const next = chain[0];
    if (next && next.journalId !== journalId)
      throw corruptAt(
        journalFileName(id),
        META_POSITION,
        `the file is of the journal ${journalId}, and the next one of ${next.journalId}`,
      );
    chain.unshift({ id, journalId, bytes, previousBytes: previous?.bytes ?? null });
    if (id.firstIndex <= afterIndex + 1) return chain;
    id = previous;
    if (previous && !all.some((one) => journalFileName(one) === journalFileName(previous)))
      throw corruptAt(journalFileName(previous), 0, 'the file is missing, but its commands are needed');
  }
  const begin = chain[0] ? `begins at command ${chain[0].id.firstIndex}` : 'is missing';
  throw new LogCorrupt(`${files.place}: the journal ${begin}, but command ${afterIndex + 1} is needed`);
}

/** All files of the journal, the newest last: by epoch, then by index. */
export const journalFilesIn = async (files: LogFiles): Promise<JournalFileId[]> =>
  (await files.list())
    .flatMap((name) => parseJournalFileName(name) ?? [])
    .sort((a, b) => a.epoch - b.epoch || a.firstIndex - b.firstIndex);
