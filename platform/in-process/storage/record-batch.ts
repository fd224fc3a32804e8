import { ByteReader, UnreadableBytes } from '#platform/disk-log/byte-reader.ts';
import type { ByteWriter } from '#platform/disk-log/byte-writer.ts';
import type { Frame } from '#platform/disk-log/frame.ts';
import type { Entry } from './storage.ts';

/**
 * Writes the records of one append: time, number of records, then the length and the bytes of each. The payload of a
 * frame is a row of such batches.
 */
export function writeBatch(to: ByteWriter, atMs: number, payloads: readonly Uint8Array[]): void {
  to.uint(atMs);
  to.uint(payloads.length);
  for (const payload of payloads) {
    to.uint(payload.length);
    to.raw(payload);
  }
}

/** Reads the records of a frame. A string says why they cannot be read. */
export function readEntries({ firstIndex, payload }: Frame): Entry[] | string {
  const entries: Entry[] = [];
  const from = new ByteReader(payload);
  try {
    while (!from.isAtEnd) {
      from.uint();
      for (let left = from.uint(); left > 0; left--)
        entries.push({ offset: firstIndex + entries.length, payload: from.raw(from.uint()) });
    }
  } catch (error) {
    if (error instanceof UnreadableBytes) return error.message;
    throw error;
  }
  return entries;
}

/** When the first batch of a frame was appended; 0 for a frame without records. */
export function appendedAtMs({ count, payload }: Frame): number {
  return count === 0 ? 0 : new ByteReader(payload).uint();
}
