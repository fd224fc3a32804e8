/** The cache does not answer. Its readers go on without it. */
export class CacheUnavailable extends Error {
  override readonly name = 'CacheUnavailable';
}

/** Small values for fast reads. Losing the cache loses nothing that cannot be rebuilt. */
export interface Cache {
  /**
   * Returns values in the order of the keys; null for a missing key.
   *
   * @throws CacheUnavailable
   */
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  /** @throws CacheUnavailable */
  setMany(entries: readonly (readonly [key: string, value: Uint8Array])[]): Promise<void>;
  /** Rejects with the reason when the cache cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
