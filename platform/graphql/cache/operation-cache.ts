import { LRUCache } from 'lru-cache';
import { retainedBytes } from './retained-bytes.ts';

/** Bytes of an entry beside its key and its value. */
const ENTRY_BYTES = 200;
/** Share of a cache that one value may take: a larger one is not cached, so that it does not displace all others. */
const LARGEST_SHARE = 8;

export interface OperationCacheOptions<V> {
  /** Bytes that all entries may keep alive together. */
  readonly maxBytes: number;
  /** The parts of a value that live as long as it does. By default the value itself. */
  readonly retained?: (value: V) => unknown;
}

/** A cache of what was prepared for operations: parsed documents, plans. */
export interface OperationCache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  /** Estimated bytes of all entries. */
  readonly bytes: number;
}

/**
 * Creates a cache that drops the operations used least recently. Its bound is bytes, not a count: a client chooses the size of
 * its operations, and so the memory that a thousand of them take.
 */
export function createOperationCache<V extends object>({
  maxBytes,
  retained = (value) => value,
}: OperationCacheOptions<V>): OperationCache<V> {
  const cache = new LRUCache<string, V>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes / LARGEST_SHARE)),
    sizeCalculation: (value, key) => ENTRY_BYTES + retainedBytes([key, retained(value)]),
  });
  return {
    get: (key) => cache.get(key),
    set: (key, value) => void cache.set(key, value),
    get bytes() {
      return cache.calculatedSize;
    },
  };
}
