import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { JournalLost } from './errors.ts';
import type { JournalFiles } from './files.ts';

const TEMPORARY = '.tmp';

/** A write returns when the bytes are on the disk; where the system knows no such flag each is followed by a sync. */
const SYNCED_APPEND = constants.O_WRONLY | constants.O_APPEND | (constants.O_DSYNC ?? 0);
const SYNCS_BY_ITSELF = constants.O_DSYNC !== undefined;

/**
 * The files of a folder on disk, made when it is not there. Throws when it cannot be written.
 *
 * @param isOurs whether this process may still write there. It is asked after each write: what was written after
 * another process took over rejects with JournalLost, so it is never answered, and that other process does not read it.
 */
export async function openDiskFiles(
  folder: string,
  isOurs: () => boolean = () => true,
): Promise<JournalFiles> {
  await mkdir(folder, { recursive: true });
  const placeOf = (name: string): string => path.join(folder, name);
  const checkOurs = (): void => {
    if (!isOurs()) throw new JournalLost(`${folder} was taken over by another process`);
  };
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
    const handle = await open(placeOf(name), SYNCED_APPEND);
    appending = { name, handle };
    return handle;
  };
  /** Brings a file into being under its name in one step. */
  const bringIn = async (
    name: string,
    bytes: Uint8Array,
    place: (from: string, to: string) => Promise<void>,
  ): Promise<void> => {
    const temporary = placeOf(`${name}.${process.pid}${TEMPORARY}`);
    await writeDurably(temporary, bytes);
    checkOurs();
    await place(temporary, placeOf(name));
    await syncFolder(folder);
    checkOurs();
  };

  return {
    place: folder,
    list: async () => (await readdir(folder)).filter((name) => !name.endsWith(TEMPORARY)).sort(),
    read: (name) => readFile(placeOf(name)),
    write: async (name, bytes) => {
      if (appending?.name === name) await closeAppending();
      await bringIn(name, bytes, rename);
    },
    create: (name, bytes) =>
      bringIn(name, bytes, async (from, to) => {
        await link(from, to).finally(() => rm(from));
      }),
    append: async (name, bytes) => {
      await writeAll(await handleFor(name), bytes);
      checkOurs();
    },
    remove: async (name) => {
      if (appending?.name === name) await closeAppending();
      checkOurs();
      await rm(placeOf(name));
      await syncFolder(folder);
    },
    close: closeAppending,
  };
}

/** Removes what a crash left of files that were about to be made. For the one process that writes there. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(TEMPORARY)) await rm(path.join(folder, name), { force: true });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
  if (!SYNCS_BY_ITSELF) await handle.datasync();
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
