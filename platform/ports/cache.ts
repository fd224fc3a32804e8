/** Small values kept hot for readers. Losing all of it loses nothing that cannot be made again. */
export interface Cache {
  /** Values in the order of the keys; null where there is none. */
  getMany(keys: readonly string[]): Promise<readonly (Uint8Array | null)[]>;
  setMany(entries: readonly (readonly [key: string, value: Uint8Array])[]): Promise<void>;
  /** Throws, saying why, when the cache cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
