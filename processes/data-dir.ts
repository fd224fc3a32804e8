import path from 'node:path';

/** Where things are in the data folder of the embedded profile. */
export interface DataLayout {
  readonly root: string;
  /** Held by the one process that writes here. */
  readonly lock: string;
  /** The folder given to startEmbeddedPostgres. */
  readonly postgres: string;
  readonly queue: string;
  readonly eventLog: string;
  /** The matching engine's journal. */
  readonly journal: string;
  /** The key that signs statements between parts, readable by its owner alone. */
  readonly internalKey: string;
  /** Where a running broker is found: see running-note.ts. */
  readonly running: string;
}

/** @param dataDir the setting DATA_DIR, from the present folder on */
export function dataLayout(dataDir: string): DataLayout {
  const root = path.resolve(dataDir);
  const at = (name: string): string => path.join(root, name);
  return {
    root,
    lock: at('broker.lock'),
    postgres: at('postgres'),
    queue: at('queue'),
    eventLog: at('event-log'),
    journal: at('journal'),
    internalKey: at('secrets/internal.key'),
    running: at('running.json'),
  };
}
