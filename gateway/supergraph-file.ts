import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Log } from '#platform/observability/log.ts';

export interface SupergraphFileOptions {
  readonly file: string;
  /** Takes the file's text. False when it is the one in use; rejects when it cannot be used. */
  readonly reload: (supergraphSdl: string) => Promise<boolean>;
  /** Calls back on SIGHUP. */
  readonly onHangup: (take: () => void) => void;
  /** Writes a message for the operator. */
  readonly report: (message: string) => void;
  readonly log: Log;
}

/** Interval between two looks at the file. */
const INTERVAL_MS = 1_000;

/**
 * Reloads the supergraph when its file changes, and on SIGHUP. A file that cannot be used is reported, and the supergraph in use
 * stays.
 *
 * @returns stops watching
 */
export function watchSupergraph({ file, reload, onHangup, report, log }: SupergraphFileOptions): () => void {
  const take = async (): Promise<void> => {
    try {
      const isNew = await reload(await readFile(file, 'utf8'));
      report(isNew ? `serves the supergraph of ${file} now` : `the supergraph of ${file} has not changed`);
    } catch (error) {
      log.error({ err: error, file }, 'a supergraph was refused');
      report(`keeps its supergraph: ${file} cannot be used: ${(error as Error).message}`);
    }
  };
  const onChange = (now: Stats, before: Stats): void => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) void take();
  };
  watchFile(file, { interval: INTERVAL_MS, persistent: false }, onChange);
  onHangup(() => void take());
  return () => unwatchFile(file, onChange);
}
