/** Rows of an outbox that an instance has written itself, in memory until they are published: its relay need not read them back. */
export interface RecentRows<Row> {
  /** Adds a row whose transaction is committed. */
  add(id: bigint, row: Row): void;
  /** Undefined for a row of another instance, from before a restart, or of a relay that is far behind: the table has it. */
  get(id: bigint): Row | undefined;
  remove(id: bigint): void;
  /** The oldest rows by their ids, at most `limit`. */
  oldest(limit: number): readonly (readonly [id: bigint, row: Row])[];
}

/**
 * @param sizeOf size of a row
 * @param maxSize size of all rows together; the oldest leave when there are too many
 * @param onLeft called when rows have left so
 */
export function createRecentRows<Row>(
  sizeOf: (row: Row) => number,
  maxSize: number,
  onLeft: () => void = () => undefined,
): RecentRows<Row> {
  const rows = new Map<bigint, Row>();
  let size = 0;
  const remove = (id: bigint): void => {
    const row = rows.get(id);
    if (row === undefined) return;
    size -= sizeOf(row);
    rows.delete(id);
  };
  return {
    add: (id, row) => {
      rows.set(id, row);
      size += sizeOf(row);
      for (const oldest of rows.keys()) {
        if (size <= maxSize) return;
        remove(oldest);
        onLeft();
      }
    },
    get: (id) => rows.get(id),
    remove,
    oldest: (limit) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit),
  };
}
