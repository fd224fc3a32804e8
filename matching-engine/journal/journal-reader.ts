import { readBatches, type JournaledBatch } from './batch.ts';
import { JournalCorrupt } from './errors.ts';
import type { JournalFiles } from './files.ts';
import {
  damaged,
  readSegment,
  readSegmentHeader,
  segmentName,
  segmentOf,
  type PreviousSegment,
  type SegmentContents,
  type SegmentId,
} from './segment.ts';

/** A batch with the index of its first command. Commands are numbered from 1. */
export interface NumberedBatch extends JournaledBatch {
  readonly firstIndex: number;
}

/** Where a journal ends. */
export interface JournalEnd {
  /** Of the last command; the index behind which was read when there is none. */
  readonly lastIndex: number;
  /** What a new file behind it must say of the one before. */
  readonly previous: PreviousSegment | null;
  /** What a crash has torn off the newest file. */
  readonly tornBytes: number;
  /** Format of the newest file; null when there is none. */
  readonly version: number | null;
  /** The highest of all files. */
  readonly epoch: number;
}

/** Of which commands the batches are wanted. */
export interface JournalRange {
  /** Those behind this index (of a snapshot); 0 for all. */
  readonly afterIndex: number;
  /** Those of the files that begin at or before this index; Infinity for all. */
  readonly throughIndex: number;
}

/**
 * Reads a journal in order and changes nothing.
 * @throws JournalCorrupt when it cannot be trusted
 */
export async function readJournal(
  files: JournalFiles,
  { afterIndex, throughIndex }: JournalRange,
  onBatch: (batch: NumberedBatch) => void,
): Promise<JournalEnd> {
  const all = await segmentsIn(files);
  const chain = await chainBehind(files, all, afterIndex);
  let nextIndex = chain[0]?.id.firstIndex ?? afterIndex + 1;
  let end: Pick<JournalEnd, 'previous' | 'tornBytes' | 'version'> = {
    previous: null,
    tornBytes: 0,
    version: null,
  };
  for (const [place, { id, file }] of chain.entries()) {
    if (id.firstIndex > throughIndex) break;
    if (id.firstIndex !== nextIndex)
      throw damaged(
        segmentName(id),
        0,
        `command ${nextIndex} should follow, not ${id.firstIndex}: commands are missing`,
      );
    const contents = readSegment(id, file, chain[place + 1]?.previousBytes ?? null);
    nextIndex = readFrames(segmentName(id), contents, nextIndex, afterIndex, onBatch);
    const { version, validBytes } = contents;
    end = { version, previous: { ...id, bytes: validBytes }, tornBytes: file.length - validBytes };
  }
  if (nextIndex <= afterIndex)
    throw new JournalCorrupt(
      `${files.place}: the journal ends at command ${nextIndex - 1}, before the snapshot of ${afterIndex}`,
    );
  return { ...end, lastIndex: nextIndex - 1, epoch: Math.max(0, ...all.map(({ epoch }) => epoch)) };
}

/** Hands on the batches of a file; the index that should follow. */
function readFrames(
  name: string,
  { version, frames }: SegmentContents,
  firstIndex: number,
  afterIndex: number,
  onBatch: (batch: NumberedBatch) => void,
): number {
  let nextIndex = firstIndex;
  for (const frame of frames) {
    if (frame.firstIndex !== nextIndex)
      throw damaged(name, frame.position, `command ${nextIndex} should follow, not ${frame.firstIndex}`);
    const batches = readBatches(version, frame.payload);
    if (typeof batches === 'string')
      throw damaged(name, frame.position, `the commands cannot be read: ${batches}`);
    for (const batch of batches) {
      if (nextIndex > afterIndex) onBatch({ ...batch, firstIndex: nextIndex });
      nextIndex += batch.commands.length;
    }
  }
  return nextIndex;
}

/** A file of the journal as it lies there. */
interface Link {
  readonly id: SegmentId;
  readonly file: Buffer;
  /** How much of the file before it counts. */
  readonly previousBytes: number | null;
}

/** The files that hold anything behind an index, in order: from the newest one back, as each names the one before. */
async function chainBehind(
  files: JournalFiles,
  all: readonly SegmentId[],
  afterIndex: number,
): Promise<Link[]> {
  const chain: Link[] = [];
  let id = all.at(-1) ?? null;
  if (id === null && afterIndex === 0) return [];
  while (id !== null) {
    const file = await files.read(segmentName(id));
    const previous = await previousOf(files, id, file, all);
    chain.unshift({ id, file, previousBytes: previous?.bytes ?? null });
    if (id.firstIndex <= afterIndex + 1) return chain;
    id = previous;
    if (previous && !all.some((one) => segmentName(one) === segmentName(previous)))
      throw damaged(segmentName(previous), 0, 'the file is missing, but its commands are needed');
  }
  const begin = chain[0] ? `begins at command ${chain[0].id.firstIndex}` : 'is missing';
  throw new JournalCorrupt(`${files.place}: the journal ${begin}, but command ${afterIndex + 1} is needed`);
}

/** The file before another one. Those of version 1 do not say: it is the one whose index comes before, whole. */
async function previousOf(
  files: JournalFiles,
  id: SegmentId,
  file: Buffer,
  all: readonly SegmentId[],
): Promise<PreviousSegment | null> {
  const { previous } = readSegmentHeader(id, file);
  if (previous !== undefined) return previous;
  const before = all.findLast(({ epoch, firstIndex }) => epoch === 0 && firstIndex < id.firstIndex);
  return before ? { ...before, bytes: (await files.read(segmentName(before))).length } : null;
}

/** All files of the journal, the newest last: by epoch, then by index. */
export const segmentsIn = async (files: JournalFiles): Promise<SegmentId[]> =>
  (await files.list())
    .flatMap((name) => segmentOf(name) ?? [])
    .sort((a, b) => a.epoch - b.epoch || a.firstIndex - b.firstIndex);
