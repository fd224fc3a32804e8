import path from 'node:path';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import { LogCorrupt } from '#platform/disk-log/errors.ts';
import type { LogFiles } from '#platform/disk-log/files.ts';
import { seal, unseal, type SealedFormat } from '#platform/disk-log/sealed-file.ts';
import { ifExists } from '#platform/files/exists.ts';
import type { Progress } from './storage.ts';

/** Progress on disk. */
export interface DurableProgress extends Progress {
  /** Why the last write failed; null when it succeeded. */
  failure(): Error | null;
}

const FORMAT: SealedFormat = { magic: 'PROGRESS', version: 1 };

/**
 * Changes of so long are written together: a file that is replaced takes eight calls of the system. After a crash, readers handle again
 * what they handled since the last write.
 */
const GATHER_MS = 1_000;

/**
 * Opens offsets that are kept in one file. It is replaced as a whole, so that it always holds the old or the new ones.
 * @throws LogCorrupt when the file is not as it was written
 */
export async function openProgressFile(
  files: LogFiles,
  name: string,
  clock: Clock,
): Promise<DurableProgress> {
  const offsets = await load(files, name);
  let isDirty = false;
  let alarm: Alarm | null = null;
  let failure: Error | null = null;
  let writing = Promise.resolve();

  const write = (): Promise<void> => {
    alarm?.cancel();
    alarm = null;
    const written = writing.then(async () => {
      if (!isDirty) return;
      isDirty = false;
      await files.write(name, encode(offsets)).catch((error: Error) => {
        isDirty = true;
        throw (failure = error);
      });
      failure = null;
    });
    writing = written.catch(() => undefined);
    return written;
  };
  return {
    get: (key) => offsets.get(key),
    names: () => [...offsets.keys()],
    set: (key, offset) => {
      offsets.set(key, offset);
      isDirty = true;
      // A failed write is kept in `failure`, and tried again with the next change.
      alarm ??= clock.after(GATHER_MS, () => void write().catch(() => undefined));
    },
    flush: write,
    failure: () => failure,
  };
}

async function load(files: LogFiles, name: string): Promise<Map<string, number>> {
  const bytes = await ifExists(files.read(name));
  if (bytes === null) return new Map();
  const body = unseal(FORMAT, bytes);
  if (typeof body === 'string')
    throw new LogCorrupt(`${path.join(files.place, name)}: ${body}; restore it from a copy`);
  return new Map(Object.entries(JSON.parse(body.toString()) as Record<string, number>));
}

const encode = (offsets: ReadonlyMap<string, number>): Buffer =>
  seal(FORMAT, Buffer.from(JSON.stringify(Object.fromEntries(offsets))));
