import type { Stop } from '../process/part.ts';
import { createLateRemoval, type LateRemovalOptions } from './late-removal.ts';
import { createRecentRows, type RecentRows } from './recent-rows.ts';

/** An outbox that this process alone writes and publishes. */
export interface OwnRows<Row> {
  /** The rows that are not published, as far as memory has them. */
  readonly recent: RecentRows<Row>;
  /** Takes that it is unknown whether a row was committed: it may be in the table alone. */
  readonly onUncertain: () => void;
  /**
   * Publishes all rows: those in memory, in the order of their ids, and deletes them later; those of the table after a start, after an
   * uncertain commit and when memory was short. Resolves to their size.
   *
   * @param readTable publishes and deletes the rows of the table; null when another process is doing that
   */
  publish(
    publish: (rows: readonly Row[]) => Promise<void>,
    readTable: () => Promise<number | null>,
  ): Promise<number | null>;
  /** Size of the published rows that may still be in the table. */
  readonly publishedSize: number;
  readonly stop: Stop;
}

export interface OwnRowsOptions<Row> extends LateRemovalOptions {
  readonly sizeOf: (row: Row) => number;
  /** Size of the rows in memory. */
  readonly maxSize: number;
}

/** Rows that are published together. */
const ROWS = 64;

export function createOwnRows<Row>({ sizeOf, maxSize, ...options }: OwnRowsOptions<Row>): OwnRows<Row> {
  const removal = createLateRemoval(options);
  let mustRead = true;
  const onUncertain = (): void => {
    mustRead = true;
  };
  const recent = createRecentRows(sizeOf, maxSize, onUncertain);
  const publishRecent = async (publish: (rows: readonly Row[]) => Promise<void>): Promise<number> => {
    for (let size = 0; ;) {
      const rows = recent.oldest(ROWS);
      if (rows.length === 0) return size;
      await publish(rows.map(([, row]) => row));
      for (const [id, row] of rows) {
        recent.remove(id);
        removal.add(id, sizeOf(row));
        size += sizeOf(row);
      }
    }
  };
  return {
    recent,
    onUncertain,
    publish: async (publish, readTable) => {
      if (!mustRead) return publishRecent(publish);
      mustRead = false;
      let size: number | null = null;
      try {
        size = await readTable();
        return size;
      } finally {
        if (size === null) mustRead = true;
      }
    },
    get publishedSize() {
      return removal.size;
    },
    stop: removal.stop,
  };
}
