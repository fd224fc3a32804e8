import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { type Alarm, type Clock } from '../time/clock.ts';
import { CorruptLog } from './segment.ts';
import type { Progress } from './storage.ts';
import { syncFolder } from './sync-folder.ts';

/** Progress on disk that can say why it is of no use any more. */
export interface ProgressFile extends Progress {
  failure(): Error | null;
}

/** Writes are gathered for so long; a crash makes readers handle again what they handled since. */
const GATHER_MS = 20;

/** Opens offsets kept in one file, replaced whole: at any moment there is the old or the new one. */
export async function openProgressFile(file: string, clock: Clock): Promise<ProgressFile> {
  const offsets = await load(file);
  let dirty = false;
  let alarm: Alarm | null = null;
  let failure: Error | null = null;
  let writing = Promise.resolve();

  const write = (): Promise<void> => {
    alarm?.cancel();
    alarm = null;
    const written = writing.then(async () => {
      if (!dirty) return;
      dirty = false;
      await store(file, offsets).catch((error: Error) => {
        dirty = true;
        throw (failure = error);
      });
      failure = null;
    });
    writing = written.catch(() => undefined);
    return written;
  };
  return {
    get: (name) => offsets.get(name),
    names: () => [...offsets.keys()],
    set: (name, offset) => {
      offsets.set(name, offset);
      dirty = true;
      alarm ??= clock.after(GATHER_MS, () => void write().catch(() => undefined));
    },
    flush: write,
    failure: () => failure,
  };
}

async function load(file: string): Promise<Map<string, number>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return new Map();
  const [sum, body = ''] = text.split('\n');
  if (Number(sum) !== crc32(body)) throw new CorruptLog(`${file} is corrupt: restore it from a copy`);
  return new Map(Object.entries(JSON.parse(body) as Record<string, number>));
}

async function store(file: string, offsets: ReadonlyMap<string, number>): Promise<void> {
  const body = JSON.stringify(Object.fromEntries(offsets));
  const handle = await open(`${file}.tmp`, 'w');
  try {
    await handle.writeFile(`${crc32(body)}\n${body}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.tmp`, file);
  await syncFolder(path.dirname(file));
}
