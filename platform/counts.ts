/** Numbers of things by key. A key whose number is 0 takes no memory. */
export interface Counts<Key> {
  of(key: Key): number;
  add(key: Key): void;
  /** Takes one away; without effect for a key that has none. */
  remove(key: Key): void;
  /** All keys with their numbers. */
  entries(): Iterable<readonly [Key, number]>;
  /** The key that alone has things; null when none or several have. */
  only(): Key | null;
}

export function createCounts<Key>(): Counts<Key> {
  const counts = new Map<Key, number>();
  const of = (key: Key): number => counts.get(key) ?? 0;
  return {
    of,
    add: (key) => void counts.set(key, of(key) + 1),
    remove: (key) => {
      const left = of(key) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
    entries: () => counts.entries(),
    only: () => {
      const [first] = counts.keys();
      return counts.size === 1 && first !== undefined ? first : null;
    },
  };
}
