import type { Clock } from '../time/clock.ts';
import { createGroupCommit } from '../group-commit.ts';
import { recordBytes } from './frame.ts';
import { createRecentEntries } from './recent-entries.ts';
import { readSegment, type Segment } from './segment.ts';
import { droppable, removeSegments, rewriteCompacted, worthCompacting } from './segment-compaction.ts';
import { recoverSegments } from './segment-recovery.ts';
import { createSegmentWriter } from './segment-writer.ts';
import type { Entry, RecordLog } from './storage.ts';

/** A log on disk that can say why it is of no use any more. */
export interface SegmentLog extends RecordLog {
  failure(): Error | null;
}

export interface SegmentLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly segmentBytes: number;
  /** How many bytes of the newest records stay in memory. */
  readonly recentBytes: number;
}

/** Appends that share a frame have about so many bytes at most. */
const MAX_FRAME_BYTES = 4_194_304;

/**
 * Opens the log in a folder, made where there is none: segment files of checksummed frames. An append resolves when
 * its frame is synced; appends that wait share a frame. Throws CorruptLog, naming file and byte.
 */
export async function openSegmentLog({
  folder,
  clock,
  segmentBytes,
  recentBytes,
}: SegmentLogOptions): Promise<SegmentLog> {
  const segments = await recoverSegments(folder);
  const writer = createSegmentWriter({ folder, clock, segmentBytes, segments });
  const recent = createRecentEntries(recentBytes);
  const listeners = new Set<() => void>();
  let maintenance = Promise.resolve();
  let closed = false;

  const write = async (payloads: readonly Uint8Array[]): Promise<void> => {
    recent.add(await writer.write(payloads), payloads);
    for (const listener of [...listeners]) listener();
  };
  const commit = createGroupCommit(write, recordBytes, MAX_FRAME_BYTES);
  /** One at a time, since each takes segments away. */
  const maintain = (work: () => Promise<void>): Promise<void> => {
    const done = maintenance.then(work);
    maintenance = done.catch(() => undefined);
    return done;
  };
  const compact = async (keyOf: (payload: Uint8Array) => string): Promise<void> => {
    const standing = segments.slice(0, -1);
    if (!worthCompacting(standing)) return;
    const rewritten = await rewriteCompacted(folder, standing, keyOf, clock.nowMs());
    segments.splice(0, standing.length, rewritten);
    await removeSegments(folder, standing);
  };

  return {
    append: (payloads) =>
      closed ? Promise.reject(new Error(`${folder} is closed`)) : commit.append(payloads),
    read: async (fromOffset, max) => recent.read(fromOffset, max) ?? readSegments(segments, fromOffset, max),
    firstOffset: () => segments[0]?.firstOffset ?? 0,
    endOffset: () => segments.at(-1)?.endOffset ?? 0,
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dropBefore: (offset, retention) =>
      maintain(async () => {
        const count = droppable(segments, offset, clock.nowMs(), retention);
        if (count > 0) await removeSegments(folder, segments.splice(0, count));
      }),
    compact: (keyOf) => maintain(() => compact(keyOf)),
    failure: () => writer.failure(),
    close: async () => {
      closed = true;
      await commit.settled();
      await maintenance;
      await writer.close();
    },
  };
}

/** Reads on from segment to segment until something is found; a segment that was taken away meanwhile is looked up anew. */
async function readSegments(segments: readonly Segment[], fromOffset: number, max: number): Promise<Entry[]> {
  let offset = fromOffset;
  for (;;) {
    const segment = segments.findLast(({ firstOffset }) => firstOffset <= offset) ?? segments[0];
    if (!segment || offset >= (segments.at(-1)?.endOffset ?? 0)) return [];
    const entries = await readSegment(segment, offset, max).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' && !segments.includes(segment)) return null;
      throw error;
    });
    if (entries && entries.length > 0) return entries;
    if (entries) offset = Math.max(offset, segment.endOffset);
  }
}
