import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { encodeFrame } from './frame.ts';
import { endMark, extend, newSegment, readSegment, type Segment, segmentName } from './segment.ts';
import type { Entry, Retention } from './storage.ts';
import { syncFolder } from './sync-folder.ts';

/** The oldest segments that may go: all of theirs is before the offset and retention does not keep them. */
export function droppable(
  segments: readonly Segment[],
  offset: number,
  nowMs: number,
  retention: Retention = { keepMs: 0, keepBytes: 0 },
): number {
  let restBytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  let count = 0;
  for (const segment of segments.slice(0, -1)) {
    const kept = nowMs - segment.newestMs < retention.keepMs && restBytes <= retention.keepBytes;
    if (segment.endOffset > offset || kept) break;
    restBytes -= segment.bytes;
    count += 1;
  }
  return count;
}

/** Whether there is as much that was never compacted as there is that was, so that the work pays. */
export function worthCompacting(closed: readonly Segment[]): boolean {
  const bytes = (rewritten: boolean): number =>
    closed
      .filter((segment) => segment.generation > 0 === rewritten)
      .reduce((sum, segment) => sum + segment.bytes, 0);
  return bytes(false) > 0 && bytes(false) >= bytes(true);
}

/** Writes the newest record of each key of these segments, at the offsets they had, into one that stands for them all. */
export async function rewriteCompacted(
  folder: string,
  closed: readonly Segment[],
  keyOf: (payload: Uint8Array) => string,
  nowMs: number,
): Promise<Segment> {
  const first = closed[0];
  const last = closed.at(-1);
  if (!first || !last) throw new Error('there is nothing to compact');
  const newest = await newestOfEachKey(closed, keyOf);
  const generation = Math.max(...closed.map((segment) => segment.generation)) + 1;
  const file = path.join(folder, segmentName(first.firstOffset, generation));
  const rewritten = newSegment(file, first.firstOffset, generation);
  const output = await open(`${file}.tmp`, 'w');
  try {
    for (const { offset, payload } of newest) {
      const frame = encodeFrame(offset, nowMs, [payload]);
      await output.write(frame);
      extend(rewritten, { firstOffset: offset, atMs: nowMs, size: frame.length }, 1);
    }
    const mark = endMark(last.endOffset, nowMs);
    await output.write(mark);
    extend(rewritten, { firstOffset: last.endOffset, atMs: nowMs, size: mark.length }, 0);
    await output.datasync();
  } finally {
    await output.close();
  }
  await rename(`${file}.tmp`, file);
  await syncFolder(folder);
  return rewritten;
}

/** Removes files oldest first, each safely gone before the next: what is left is always without a gap. */
export async function removeSegments(folder: string, segments: readonly Segment[]): Promise<void> {
  for (const { file } of segments) {
    await rm(file, { force: true });
    await syncFolder(folder);
  }
}

async function newestOfEachKey(
  segments: readonly Segment[],
  keyOf: (payload: Uint8Array) => string,
): Promise<Entry[]> {
  const newest = new Map<string, Entry>();
  for (const segment of segments)
    for (let offset = segment.firstOffset; offset < segment.endOffset;) {
      const entries = await readSegment(segment, offset, 1_000);
      for (const entry of entries) newest.set(keyOf(entry.payload), entry);
      offset = (entries.at(-1)?.offset ?? segment.endOffset) + 1;
    }
  return [...newest.values()].sort((a, b) => a.offset - b.offset);
}
