import path from 'node:path';

/** Paths in the data folder of the embedded profile. */
export interface DataLayout {
  readonly root: string;
  /** Lock file, held by the only process that writes here. */
  readonly lock: string;
  /** Folder of the embedded PostgreSQL. */
  readonly postgres: string;
  readonly queue: string;
  readonly eventLog: string;
  /** The matching engine's journal. */
  readonly journal: string;
  /** The key that signs statements between parts; readable only by its owner. */
  readonly internalKey: string;
  /** Addresses of the running broker: see running-note.ts. */
  readonly running: string;
}

/** @param dataDir the setting DATA_DIR, relative to the current folder */
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
