interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface GroupCommit<Item> {
  /** Resolves once the items are written, in the order of the calls. */
  append(items: readonly Item[]): Promise<void>;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
}

/**
 * Gathers the appends that arrive while a write is under way and writes them with the next one, so that many callers
 * share one sync or one round trip. `write` gets the items of whole appends, in order, never twice at a time.
 *
 * @param maxTogether appends are joined up to this sum of sizes
 */
export function createGroupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  sizeOf: (item: Item) => number,
  maxTogether: number,
): GroupCommit<Item> {
  const waiting: Waiting<Item>[] = [];
  let writing: Promise<void> | null = null;

  const take = (): Waiting<Item>[] => {
    let size = 0;
    const full = waiting.findIndex(({ items }) => {
      size += items.reduce((sum, item) => sum + sizeOf(item), 0);
      return size > maxTogether;
    });
    return waiting.splice(0, full < 0 ? waiting.length : Math.max(1, full));
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const together = take();
      try {
        await write(together.flatMap(({ items }) => items));
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error as Error);
      }
    }
    writing = null;
  };
  return {
    append: (items) =>
      new Promise((resolve, reject) => {
        waiting.push({ items, resolve, reject });
        writing ??= writeAll();
      }),
    settled: async () => {
      while (writing) await writing;
    },
  };
}
