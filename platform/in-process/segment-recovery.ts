import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  CorruptLog,
  newSegment,
  parseSegmentName,
  recoverSegment,
  type Segment,
  segmentName,
} from './segment.ts';

/**
 * The segments of a log as the last process left them, at least one. Cuts a torn end, takes away what an interrupted
 * compaction left over, and throws CorruptLog for anything else that is not as it was written.
 */
export async function recoverSegments(folder: string): Promise<Segment[]> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  await Promise.all(names.filter((name) => name.endsWith('.tmp')).map((name) => rm(path.join(folder, name))));
  const found = names.flatMap((name) => parseSegmentName(folder, name) ?? []);
  found.sort((a, b) => a.firstOffset - b.firstOffset || b.generation - a.generation);

  const segments: Segment[] = [];
  for (const [index, segment] of found.entries()) {
    const before = segments.at(-1);
    if (before && segment.firstOffset < before.endOffset) await removeLeftover(segment, before);
    else {
      if (before && segment.firstOffset > before.endOffset) throw missing(folder, before, segment);
      await recoverSegment(segment, index === found.length - 1);
      segments.push(segment);
    }
  }
  return segments.length > 0 ? segments : [newSegment(path.join(folder, segmentName(0, 0)), 0, 0)];
}

/** Compaction puts one rewritten segment in the place of several, which it then removes. */
async function removeLeftover(segment: Segment, rewritten: Segment): Promise<void> {
  if (rewritten.generation === 0)
    throw new CorruptLog(`${segment.file} holds records that ${rewritten.file} holds too`);
  await rm(segment.file);
}

const missing = (folder: string, before: Segment, after: Segment): CorruptLog =>
  new CorruptLog(`${folder} lacks the records from ${before.endOffset} to ${after.firstOffset - 1}`);
