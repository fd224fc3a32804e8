import { writeBatch, type JournaledBatch } from './batch.ts';
import { ByteWriter } from './byte-writer.ts';
import type { JournalFiles } from './files.ts';
import { FRAME_HEADER_BYTES, sealFrame } from './frame.ts';
import { readJournal, segmentsIn, type NumberedBatch } from './journal-reader.ts';
import { encodeSegmentHeader, segmentName, type SegmentId } from './segment.ts';

/** The append-only record of what the core was told. Commands are numbered from 1. */
export interface Journal {
  /** Of the last command that was appended, safe on disk or on its way there. */
  lastIndex(): number;
  /**
   * Resolves when the commands are safe on disk. It may be called again before that: what is appended while a write is
   * under way goes into the next one, all of it with one sync. The batch is encoded before the call returns. Rejects
   * when that or an earlier write failed: then nothing more is taken, and what is on disk is not known.
   */
  append(batch: JournaledBatch): Promise<void>;
  /** Goes on in a new file, behind all that was appended so far; the index that ends the file before. */
  startSegment(): Promise<number>;
  /** Removes files that hold nothing behind this index. */
  dropThrough(index: number): Promise<void>;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Bytes of a torn write at the end that do not count. */
  readonly tornBytes: number;
  /** Format of the file that was the newest; null when there was none. */
  readonly version: number | null;
}

/**
 * Opens the journal behind an index (of a snapshot; 0 for the beginning), made when there is none, and hands over what
 * was journaled behind it, in order. It goes on in a new file that says how much of the last one counts: so neither
 * the torn end of a crash nor what a process writes that was taken for dead is ever read.
 * @throws JournalCorrupt when it cannot be trusted
 */
export async function openJournal(
  files: JournalFiles,
  afterIndex: number,
  onBatch: (batch: NumberedBatch) => void,
): Promise<OpenedJournal> {
  const range = { afterIndex, throughIndex: Infinity };
  const { lastIndex, previous, epoch, tornBytes, version } = await readJournal(files, range, onBatch);
  const id = { firstIndex: lastIndex + 1, epoch: epoch + 1 };
  const header = encodeSegmentHeader(id, previous);
  await files.create(segmentName(id), header);
  return { journal: createJournal(files, id, header.length), tornBytes, version };
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Two buffers take turns: one fills while the other is on its way to the disk. */
interface Group {
  readonly bytes: ByteWriter;
  readonly waiting: Waiting[];
  lastIndex: number;
}

function createGroup(): Group {
  const bytes = new ByteWriter();
  bytes.reset(FRAME_HEADER_BYTES);
  return { bytes, waiting: [], lastIndex: 0 };
}

function createJournal(files: JournalFiles, opened: SegmentId, headerBytes: number): Journal {
  let segment = { ...opened, bytes: headerBytes };
  let lastIndex = opened.firstIndex - 1;
  let durableIndex = lastIndex;
  let filling = createGroup();
  let spare = createGroup();
  let running: Promise<void> | null = null;
  let failure: Error | null = null;
  /** Who waits for a new file behind an index. */
  let switching: (Waiting & { readonly behind: number }) | null = null;

  const writeGroup = async (): Promise<void> => {
    const group = filling;
    filling = spare;
    spare = group;
    const frame = group.bytes.view();
    sealFrame(frame, durableIndex + 1);
    await files.append(segmentName(segment), frame);
    segment.bytes += frame.length;
    durableIndex = group.lastIndex;
    group.bytes.reset(FRAME_HEADER_BYTES);
    for (const { resolve } of group.waiting.splice(0)) resolve();
  };
  const switchSegment = async ({ resolve }: Waiting): Promise<void> => {
    const id = { firstIndex: durableIndex + 1, epoch: opened.epoch };
    await files.create(segmentName(id), encodeSegmentHeader(id, segment));
    segment = { ...id, bytes: headerBytes };
    switching = null;
    resolve();
  };
  const run = async (): Promise<void> => {
    try {
      while (filling.waiting.length > 0 || switching !== null) {
        if (switching !== null && durableIndex >= switching.behind) await switchSegment(switching);
        else await writeGroup();
      }
    } catch (error) {
      failure = error as Error;
      for (const { reject } of [...spare.waiting, ...filling.waiting, ...(switching ? [switching] : [])])
        reject(failure);
    }
    running = null;
  };
  /** Begins in a moment, so that what is appended now in one go is one write. */
  const start = (): void => {
    running ??= Promise.resolve().then(run);
  };
  const refuse = (): Error => new Error('the journal failed before and takes no more', { cause: failure });

  return {
    lastIndex: () => lastIndex,
    append: (batch) => {
      if (failure) return Promise.reject(refuse());
      writeBatch(filling.bytes, batch);
      lastIndex += batch.commands.length;
      filling.lastIndex = lastIndex;
      return new Promise((resolve, reject) => {
        filling.waiting.push({ resolve, reject });
        start();
      });
    },
    startSegment: async () => {
      if (failure) throw refuse();
      const behind = lastIndex;
      if (segment.firstIndex === behind + 1) return behind;
      if (switching) throw new Error('a new file was asked for twice');
      await new Promise<void>((resolve, reject) => {
        switching = { behind, resolve, reject };
        start();
      });
      return segment.firstIndex - 1;
    },
    dropThrough: (index) => dropThrough(files, index),
  };
}

async function dropThrough(files: JournalFiles, index: number): Promise<void> {
  const all = await segmentsIn(files);
  const isOver = (id: SegmentId): boolean =>
    all.some(
      ({ firstIndex, epoch }) =>
        firstIndex <= index + 1 &&
        (firstIndex > id.firstIndex || (firstIndex === id.firstIndex && epoch > id.epoch)),
    );
  for (const id of all.filter(isOver)) await files.remove(segmentName(id));
}
