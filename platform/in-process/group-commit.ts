import { recordBytes } from './frame.ts';

interface Waiting {
  readonly payloads: readonly Uint8Array[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Appends that are made safe together have about so many bytes at most. */
const MAX_COMMIT_BYTES = 4_194_304;

export interface GroupCommit {
  append(payloads: readonly Uint8Array[]): Promise<void>;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
}

/**
 * Gathers the appends that arrive while a write is under way and writes them with the next one, so that many callers
 * share one sync. `write` gets the records of whole appends, in order, never twice at a time.
 */
export function createGroupCommit(write: (payloads: readonly Uint8Array[]) => Promise<void>): GroupCommit {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const take = (): Waiting[] => {
    let bytes = 0;
    const full = waiting.findIndex(({ payloads }) => {
      bytes += payloads.reduce((sum, payload) => sum + recordBytes(payload), 0);
      return bytes > MAX_COMMIT_BYTES;
    });
    return waiting.splice(0, full < 0 ? waiting.length : Math.max(1, full));
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const together = take();
      try {
        await write(together.flatMap(({ payloads }) => payloads));
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error as Error);
      }
    }
    writing = null;
  };
  return {
    append: (payloads) =>
      new Promise((resolve, reject) => {
        waiting.push({ payloads, resolve, reject });
        writing ??= writeAll();
      }),
    settled: async () => {
      while (writing) await writing;
    },
  };
}
