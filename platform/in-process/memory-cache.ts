import { CacheUnavailable, type Cache } from '../ports/cache.ts';

/** A cache in this process. It copies values, so that no caller can change the value of another. */
export function createMemoryCache(): Cache {
  const values = new Map<string, Uint8Array>();
  let closed = false;
  const open = (): void => {
    if (closed) throw new CacheUnavailable('the cache is closed');
  };
  return {
    getMany: async (keys) => {
      open();
      return keys.map((key) => values.get(key)?.slice() ?? null);
    },
    setMany: async (entries) => {
      open();
      for (const [key, value] of entries) values.set(key, Uint8Array.from(value));
    },
    check: async () => open(),
    close: async () => void (closed = true),
  };
}
