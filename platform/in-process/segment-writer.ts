import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../time/clock.ts';
import { encodeFrame } from './frame.ts';
import { extend, newSegment, type Segment, segmentName } from './segment.ts';
import { syncFolder } from './sync-folder.ts';

/** Writes frames to the end of a log, each safe before the next. */
export interface SegmentWriter {
  /** Answers the offset of the first record. */
  write(payloads: readonly Uint8Array[]): Promise<number>;
  /** Why nothing can be written any more. */
  failure(): Error | null;
  close(): Promise<void>;
}

export interface SegmentWriterOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** A segment that has grown to this is followed by a new one. */
  readonly segmentBytes: number;
  /** The log's segments, oldest first; the writer extends the last and adds new ones. */
  readonly segments: Segment[];
}

export function createSegmentWriter({
  folder,
  clock,
  segmentBytes,
  segments,
}: SegmentWriterOptions): SegmentWriter {
  let handle: FileHandle | null = null;
  let failure: Error | null = null;

  const tail = async (): Promise<[Segment, FileHandle]> => {
    const last = segments.at(-1);
    if (last && (last.bytes < segmentBytes || last.bytes === 0))
      return [last, (handle ??= await openTail(last))];
    const firstOffset = last?.endOffset ?? 0;
    const next = newSegment(path.join(folder, segmentName(firstOffset, 0)), firstOffset, 0);
    await handle?.close();
    handle = null;
    handle = await openTail(next);
    segments.push(next);
    return [next, handle];
  };
  /** Opened for reading too, else truncating is not allowed; made where it is not there. */
  const openTail = async (segment: Segment): Promise<FileHandle> => {
    const opened = await open(segment.file, segment.bytes === 0 ? 'w+' : 'r+');
    await syncFolder(folder);
    return opened;
  };
  /** After a failed write the file is cut back; after a failed sync nobody knows what is on disk, so it is the end. */
  const writeFrame = async (file: FileHandle, frame: Buffer, position: number): Promise<void> => {
    try {
      for (let written = 0; written < frame.length;)
        written += (await file.write(frame, written, frame.length - written, position + written))
          .bytesWritten;
    } catch (error) {
      await file.truncate(position).catch((cause: Error) => (failure = cause));
      throw error;
    }
    await file.datasync().catch((error: Error) => {
      failure = error;
      throw error;
    });
  };

  return {
    write: async (payloads) => {
      if (failure) throw failure;
      const [segment, file] = await tail();
      const firstOffset = segment.endOffset;
      const atMs = clock.nowMs();
      const frame = encodeFrame(firstOffset, atMs, payloads);
      await writeFrame(file, frame, segment.bytes);
      extend(segment, { firstOffset, atMs, size: frame.length }, payloads.length);
      return firstOffset;
    },
    failure: () => failure,
    close: async () => {
      await handle?.close();
      handle = null;
    },
  };
}
