import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '#platform/time/clock.ts';
import { quoteFileAt } from './quote-file.ts';
import type { QuoteSource } from './source.ts';

/** A file that changed more recently may still be being written. */
const SETTLING_MS = 5_000;

/**
 * Opens a folder that receives files. Imported files move to `done/`, bad ones to `parked/` beside a `.reason`. Hidden files
 * and files that may still be being written are ignored.
 */
export async function openFolderSource(folder: string, wallClock: Clock): Promise<QuoteSource> {
  const root = path.resolve(folder);
  const done = path.join(root, 'done');
  const parked = path.join(root, 'parked');
  await mkdir(done, { recursive: true });
  await mkdir(parked, { recursive: true });
  const isSettled = async (name: string): Promise<boolean> => {
    const { mtimeMs } = await stat(path.join(root, name));
    return wallClock.nowMs() - mtimeMs >= SETTLING_MS;
  };
  return {
    waiting: async () => {
      const entries = await readdir(root, { withFileTypes: true });
      const names = entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort();
      const settled = await Promise.all(names.map(isSettled));
      return names.filter((_, index) => settled[index]).map((name) => quoteFileAt(path.join(root, name)));
    },
    accept: async (file) => {
      await rename(path.join(root, file.name), await freePath(done, file.name));
    },
    park: async (file, reason) => {
      const target = await freePath(parked, file.name);
      await writeFile(`${target}.reason`, `${reason}\n`);
      await rename(path.join(root, file.name), target);
    },
  };
}

/** A free path in the folder: the name, or the name with the next number. */
async function freePath(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}.${number}`;
    if (!taken.has(candidate)) return path.join(folder, candidate);
  }
}
