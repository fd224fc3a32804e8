import type { Entry } from './storage.ts';

/** The newest records of a log, in memory, so that readers that keep up do not read the disk. */
export interface RecentEntries {
  add(firstOffset: number, payloads: readonly Uint8Array[]): void;
  /** Returns null when records from this offset on are no longer kept. */
  read(fromOffset: number, max: number): readonly Entry[] | null;
}

/** Memory that a record takes beside its payload: its objects, and those of its buffer. */
const OVERHEAD_BYTES = 512;

const memoryOf = (payload: Uint8Array): number => payload.length + OVERHEAD_BYTES;

/**
 * Copies payloads that are parts of larger buffers, those of a batch into one of their own. Node cuts small buffers from slabs of 8 KiB: a
 * record would keep its whole slab in memory.
 */
function detached(payloads: readonly Uint8Array[]): readonly Uint8Array[] {
  const isPart = (payload: Uint8Array): boolean => payload.length < payload.buffer.byteLength;
  const copiedBytes = payloads.reduce((sum, payload) => sum + (isPart(payload) ? payload.length : 0), 0);
  const copies = Buffer.allocUnsafeSlow(copiedBytes);
  let used = 0;
  return payloads.map((payload) => {
    if (!isPart(payload)) return payload;
    copies.set(payload, used);
    used += payload.length;
    return copies.subarray(used - payload.length, used);
  });
}

/** Keeps up to `keepBytes`, and until the next trim a quarter more, which makes trims rare. */
export function createRecentEntries(keepBytes: number): RecentEntries {
  const mostBytes = keepBytes * 1.25;
  let entries: Entry[] = [];
  let bytes = 0;
  const trim = (): void => {
    let dropped = 0;
    for (const { payload } of entries) {
      if (bytes <= keepBytes) break;
      bytes -= memoryOf(payload);
      dropped += 1;
    }
    entries = entries.slice(dropped);
  };
  return {
    add: (firstOffset, payloads) => {
      detached(payloads).forEach((payload, index) => entries.push({ offset: firstOffset + index, payload }));
      bytes += payloads.reduce((sum, payload) => sum + memoryOf(payload), 0);
      if (bytes > mostBytes) trim();
    },
    read: (fromOffset, max) => {
      const first = entries[0];
      if (!first || fromOffset < first.offset) return null;
      const index = fromOffset - first.offset;
      return entries.slice(index, index + max);
    },
  };
}
