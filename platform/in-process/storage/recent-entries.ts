import type { Entry } from './storage.ts';

/** The newest records of a log, in memory, so that readers that keep up do not read the disk. */
export interface RecentEntries {
  add(firstOffset: number, payloads: readonly Uint8Array[]): void;
  /** Returns null when records from this offset on are no longer kept. */
  read(fromOffset: number, max: number): readonly Entry[] | null;
}

export function createRecentEntries(keepBytes: number): RecentEntries {
  let entries: Entry[] = [];
  let bytes = 0;
  const trim = (): void => {
    let dropped = 0;
    while (bytes > keepBytes && dropped < entries.length) bytes -= entries[dropped++]?.payload.length ?? 0;
    entries = entries.slice(dropped);
  };
  return {
    add: (firstOffset, payloads) => {
      payloads.forEach((payload, index) => entries.push({ offset: firstOffset + index, payload }));
      bytes += payloads.reduce((sum, payload) => sum + payload.length, 0);
      if (bytes > 2 * keepBytes) trim();
    },
    read: (fromOffset, max) => {
      const first = entries[0];
      if (!first || fromOffset < first.offset) return null;
      const index = fromOffset - first.offset;
      return entries.slice(index, index + max);
    },
  };
}
