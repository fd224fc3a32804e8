import type { Entry, Progress, RecordLog, Storage } from './storage.ts';

/**
 * A storage that lives as long as this object. To simulate a restart, pass the same storage to a second adapter: it finds
 * what was confirmed, and no readers.
 */
export function createMemoryStorage(): Storage {
  const logs = new Map<string, RecordLog>();
  const progresses = new Map<string, Progress>();
  const remembered = <T>(kept: Map<string, T>, name: string, make: () => T): T => {
    const known = kept.get(name) ?? make();
    kept.set(name, known);
    return known;
  };
  return {
    openLog: async (name) => remembered(logs, name, createMemoryLog),
    openProgress: async (name) => remembered(progresses, name, createMemoryProgress),
    check: async () => undefined,
    close: async () => undefined,
  };
}

/** Compaction runs once for this many new records, so that it costs little for each. */
const COMPACT_EVERY = 1_000;

function createMemoryLog(): RecordLog {
  let compactedAt = 0;
  let entries: Entry[] = [];
  let firstOffset = 0;
  let endOffset = 0;
  const listeners = new Set<() => void>();
  const indexOf = (offset: number): number => {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle]?.offset ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    append: async (payloads) => {
      for (const payload of payloads)
        entries.push({ offset: endOffset++, payload: Uint8Array.from(payload) });
      for (const listener of [...listeners]) listener();
    },
    read: async (fromOffset, max) => {
      const index = indexOf(fromOffset);
      return entries.slice(index, index + max);
    },
    firstOffset: () => firstOffset,
    endOffset: () => endOffset,
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dropBefore: async (offset, retention) => {
      if (retention) return;
      entries.splice(0, indexOf(offset));
      firstOffset = Math.max(firstOffset, offset);
    },
    compact: async (keyOf) => {
      if (endOffset - compactedAt < COMPACT_EVERY) return;
      compactedAt = endOffset;
      const newest = new Map(entries.map((entry) => [keyOf(entry.payload), entry.offset]));
      entries = entries.filter((entry) => newest.get(keyOf(entry.payload)) === entry.offset);
    },
    close: async () => undefined,
  };
}

function createMemoryProgress(): Progress {
  const offsets = new Map<string, number>();
  return {
    get: (name) => offsets.get(name),
    names: () => [...offsets.keys()],
    set: (name, offset) => void offsets.set(name, offset),
    flush: async () => undefined,
  };
}
