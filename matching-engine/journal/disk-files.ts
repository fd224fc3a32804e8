import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { JournalInUse } from './errors.ts';
import type { JournalFiles } from './files.ts';

const TEMPORARY = '.tmp';

const LOCK = 'lock';

/**
 * The files of a folder on disk, made when it is not there. Throws when it cannot be written, and JournalInUse when
 * another process has it open.
 */
export async function openDiskFiles(folder: string): Promise<JournalFiles> {
  await mkdir(folder, { recursive: true });
  await lock(folder);
  const placeOf = (name: string): string => path.join(folder, name);
  let appending: { readonly name: string; readonly handle: FileHandle } | null = null;

  const closeAppending = async (): Promise<void> => {
    const handle = appending?.handle;
    appending = null;
    await handle?.close();
  };
  const handleFor = async (name: string): Promise<FileHandle> => {
    if (appending?.name === name) return appending.handle;
    await closeAppending();
    // Without O_CREAT: a file that nobody made with its header must not come into being here.
    const handle = await open(placeOf(name), constants.O_WRONLY | constants.O_APPEND);
    appending = { name, handle };
    return handle;
  };

  return {
    place: folder,
    list: async () => (await readdir(folder)).filter((name) => !name.endsWith(TEMPORARY)).sort(),
    read: (name) => readFile(placeOf(name)),
    write: async (name, bytes) => {
      if (appending?.name === name) await closeAppending();
      await writeDurably(placeOf(name + TEMPORARY), bytes);
      await rename(placeOf(name + TEMPORARY), placeOf(name));
      await syncFolder(folder);
    },
    append: async (name, bytes) => {
      const handle = await handleFor(name);
      await handle.appendFile(bytes);
      await handle.datasync();
    },
    truncate: async (name, length) => {
      if (appending?.name === name) await closeAppending();
      const handle = await open(placeOf(name), 'r+');
      try {
        await handle.truncate(length);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    remove: async (name) => {
      if (appending?.name === name) await closeAppending();
      await rm(placeOf(name));
      await syncFolder(folder);
    },
    close: async () => {
      await closeAppending();
      await rm(placeOf(LOCK), { force: true });
    },
  };
}

/**
 * Notes in the folder which process has it, so that no second one writes there. The note of a process that is gone, or
 * of an earlier life under the same number (as in a container), does not count.
 */
async function lock(folder: string): Promise<void> {
  const file = path.join(folder, LOCK);
  const owner = Number(await readFile(file, 'utf8').catch(noSuchFile));
  if (owner > 0 && owner !== process.pid && isRunning(owner))
    throw new JournalInUse(`${folder} is in use by process ${owner}: two engines must not share a journal`);
  await writeFile(file, `${process.pid}\n`);
}

function noSuchFile(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename or removal survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
