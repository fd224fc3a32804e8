import path from 'node:path';
import { closeToOthers } from '#platform/files/private-folder.ts';
import { makeWritable } from '#platform/files/writable-folder.ts';

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

/** Entries of a data folder, of either profile, by which a start recognises it. */
const ENTRIES = ['broker.lock', 'postgres', 'queue', 'event-log', 'secrets', 'running.json', 'distributed'];

/**
 * Creates the data folder, or takes the rights of other users from an existing one: it holds keys, password hashes and
 * everybody's orders.
 *
 * @throws StartError when it cannot be written, belongs to another user, or is a folder of other things
 */
export async function openDataFolder({ root, postgres }: DataLayout): Promise<void> {
  await makeWritable(root);
  // PostgreSQL itself demands the mode 0700 for its cluster, which under root belongs to another user.
  await closeToOthers(root, { ownEntries: ENTRIES, exempt: [path.join(postgres, 'cluster')] });
}
