import { UnreadableMessage } from '#contracts/codec.ts';
import { journaledBatchCodec, type JournaledBatch } from './batch.ts';
import { JournalCorrupt } from './errors.ts';
import type { JournalFiles } from './files.ts';
import { encodeFrame, type Frame } from './frame.ts';
import { damaged, encodeSegmentHeader, firstIndexOf, readSegment, segmentName } from './segment.ts';

/** The append-only record of what the core was told. Commands are numbered from 1. */
export interface Journal {
  /** Of the last command that is safe on disk. */
  lastIndex(): number;
  /** One write and one sync; the commands are safe when it resolves. After a failure nothing may be appended. */
  append(batch: JournaledBatch): Promise<void>;
  /** Goes on in a new file. */
  startSegment(): Promise<void>;
  /** Removes files that hold nothing behind this index. */
  dropThrough(index: number): Promise<void>;
}

/** A batch with the index of its first command. */
export interface NumberedBatch extends JournaledBatch {
  readonly firstIndex: number;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** What was journaled behind the index asked for, in order. */
  readonly batches: readonly NumberedBatch[];
  /** Bytes of a torn group commit that were cut off. */
  readonly cutBytes: number;
}

/**
 * Opens the journal behind an index (of a snapshot; 0 for the beginning), made when there is none. A torn end is cut.
 * @throws JournalCorrupt when anything else is wrong
 */
export async function openJournal(files: JournalFiles, afterIndex: number): Promise<OpenedJournal> {
  const segments = await segmentsBehind(files, afterIndex);
  const batches: NumberedBatch[] = [];
  let torn: { readonly name: string; readonly validBytes: number; readonly cutBytes: number } | null = null;
  let nextIndex = segments[0] ?? afterIndex + 1;
  for (const firstIndex of segments) {
    const name = segmentName(firstIndex);
    if (firstIndex !== nextIndex)
      throw damaged(name, 0, `command ${nextIndex} should follow, not ${firstIndex}: commands are missing`);
    const bytes = await files.read(name);
    const { frames, validBytes } = readSegment(name, bytes, firstIndex === segments.at(-1));
    for (const frame of frames) {
      const batch = readBatch(name, frame, nextIndex);
      nextIndex += batch.commands.length;
      if (frame.firstIndex > afterIndex) batches.push(batch);
    }
    torn = { name, validBytes, cutBytes: bytes.length - validBytes };
  }
  if (nextIndex <= afterIndex)
    throw new JournalCorrupt(
      `${files.place}: the journal ends at command ${nextIndex - 1}, before the snapshot of ${afterIndex}`,
    );
  if (torn !== null && torn.cutBytes > 0) await files.truncate(torn.name, torn.validBytes);
  const journal = createJournal(files, segments.at(-1) ?? null, nextIndex - 1);
  if (segments.length === 0) await journal.startSegment();
  return { journal, batches, cutBytes: torn?.cutBytes ?? 0 };
}

/** First indexes of the segments that hold anything behind an index, in order. */
async function segmentsBehind(files: JournalFiles, afterIndex: number): Promise<number[]> {
  const all = (await files.list()).flatMap((name) => firstIndexOf(name) ?? []);
  all.sort((a, b) => a - b);
  const start = all.findLastIndex((firstIndex) => firstIndex <= afterIndex + 1);
  if (all.length === 0 && afterIndex === 0) return [];
  if (start < 0)
    throw new JournalCorrupt(
      `${files.place}: the journal ${all.length === 0 ? 'is missing' : `begins at command ${all[0] ?? 0}`}, ` +
        `but command ${afterIndex + 1} is needed`,
    );
  return all.slice(start);
}

function readBatch(name: string, frame: Frame, expectedIndex: number): NumberedBatch {
  if (frame.firstIndex !== expectedIndex)
    throw damaged(name, frame.position, `command ${expectedIndex} should follow, not ${frame.firstIndex}`);
  try {
    return { ...journaledBatchCodec.decode(frame.payload), firstIndex: frame.firstIndex };
  } catch (error) {
    if (error instanceof UnreadableMessage)
      throw damaged(name, frame.position, `the commands cannot be read: ${error.message}`);
    throw error;
  }
}

function createJournal(files: JournalFiles, segment: number | null, lastIndex: number): Journal {
  let current = segment;
  let last = lastIndex;
  let failed = false;
  return {
    lastIndex: () => last,
    append: async (batch) => {
      if (failed || current === null) throw new Error('the journal failed before and takes no more');
      failed = true;
      await files.append(segmentName(current), encodeFrame(last + 1, journaledBatchCodec.encode(batch)));
      failed = false;
      last += batch.commands.length;
    },
    startSegment: async () => {
      if (current === last + 1) return;
      await files.write(segmentName(last + 1), encodeSegmentHeader(last + 1));
      current = last + 1;
    },
    dropThrough: async (index) => {
      const all = (await files.list()).flatMap((name) => firstIndexOf(name) ?? []);
      all.sort((a, b) => a - b);
      for (const [position, firstIndex] of all.entries()) {
        const next = all[position + 1];
        if (next !== undefined && next <= index + 1) await files.remove(segmentName(firstIndex));
      }
    },
  };
}
