import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from '../files/private-folder.ts';
import { LogLost } from './errors.ts';
import type { LogFiles } from './files.ts';

const TEMPORARY = '.tmp';

/** With O_DSYNC a write returns when its bytes are on the disk. Systems without that flag sync after each write. */
const SYNCED_APPEND = constants.O_WRONLY | constants.O_APPEND | (constants.O_DSYNC ?? 0);
const SYNCS_BY_ITSELF = constants.O_DSYNC !== undefined;

/**
 * Opens the files of a folder on disk; makes the folder when it does not exist. Throws when it cannot.
 *
 * @param isOurs whether this process may still write there. It is checked after each write: a write after another
 * process took the folder over rejects with LogLost. So the write is never acknowledged, and the other process, which
 * read the log after it took over, does not count on it.
 */
export async function openDiskFiles(folder: string, isOurs: () => boolean = () => true): Promise<LogFiles> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const pathOf = (name: string): string => path.join(folder, name);
  const checkOurs = (): void => {
    if (!isOurs()) throw new LogLost(`${folder} was taken over by another process`);
  };
  const tail = createTail(pathOf);
  /** Puts a complete file under its name in one step. */
  const putInPlace = async (
    name: string,
    bytes: Uint8Array,
    place: (from: string, to: string) => Promise<void>,
  ): Promise<void> => {
    const temporary = pathOf(`${name}.${process.pid}${TEMPORARY}`);
    await writeDurably(temporary, bytes);
    checkOurs();
    await place(temporary, pathOf(name));
    await syncFolder(folder);
    checkOurs();
  };

  return {
    place: folder,
    list: async () => (await readdir(folder)).filter((name) => !name.endsWith(TEMPORARY)).sort(),
    read: (name) => readFile(pathOf(name)),
    readAt: (name, position, length) => readAt(pathOf(name), position, length),
    write: async (name, bytes) => {
      await tail.closeIf(name);
      await putInPlace(name, bytes, rename);
    },
    create: (name, bytes) =>
      putInPlace(name, bytes, async (from, to) => {
        await link(from, to).finally(() => rm(from));
      }),
    append: async (name, bytes) => {
      await writeAll(await tail.open(name), bytes);
      checkOurs();
    },
    truncate: async (name, length) => {
      checkOurs();
      const handle = await tail.open(name);
      await handle.truncate(length);
      await handle.sync();
    },
    remove: async (name) => {
      await tail.closeIf(name);
      checkOurs();
      await rm(pathOf(name), { force: true });
      await syncFolder(folder);
    },
    close: () => tail.close(),
  };
}

/** Removes temporary files that a crash left behind. Only the process that writes to the folder may call it. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(TEMPORARY)) await rm(path.join(folder, name), { force: true });
}

/** Keeps the file that a log appends to open from one append to the next. */
function createTail(pathOf: (name: string) => string) {
  let current: { readonly name: string; readonly handle: FileHandle } | null = null;
  const close = async (): Promise<void> => {
    const handle = current?.handle;
    current = null;
    await handle?.close();
  };
  return {
    open: async (name: string): Promise<FileHandle> => {
      if (current?.name === name) return current.handle;
      await close();
      // Without O_CREAT: a file must not come to exist here without its header.
      const handle = await open(pathOf(name), SYNCED_APPEND);
      current = { name, handle };
      return handle;
    },
    closeIf: async (name: string): Promise<void> => {
      if (current?.name === name) await close();
    },
    close,
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
  if (!SYNCS_BY_ITSELF) await handle.datasync();
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', PRIVATE_FILE_MODE);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readAt(file: string, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const handle = await open(file, 'r');
  try {
    const { bytesRead } = await handle.read(bytes, 0, length, position);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A new name, or a removed one, survives a power cut only when its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
