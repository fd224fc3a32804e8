/**
 * The newest ids, in bounded memory: at least `capacity` of them, at most twice as many. Two generations: when the
 * younger is full, the older is dropped. Depends on the ids alone, so a replay knows the same ones.
 */
export interface RecentIds {
  /** True when the id is known; otherwise adds it. */
  isRepeat(id: string): boolean;
  /** The older and the younger generation, each in order of arrival. */
  capture(): { older: string[]; younger: string[] };
}

export function createRecentIds(
  capacity: number,
  from: { readonly older: readonly string[]; readonly younger: readonly string[] } = {
    older: [],
    younger: [],
  },
): RecentIds {
  let older = new Set(from.older);
  let younger = new Set(from.younger);
  return {
    isRepeat: (id) => {
      if (younger.has(id) || older.has(id)) return true;
      younger.add(id);
      if (younger.size >= capacity) {
        older = younger;
        younger = new Set();
      }
      return false;
    },
    capture: () => ({ older: [...older], younger: [...younger] }),
  };
}
