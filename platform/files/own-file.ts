import { statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/**
 * Returns a check whether a path still leads to an open file: false once the file is deleted, moved or replaced, alone or with a
 * folder above it. Cheap (one `stat`), so a writer checks it after each write and acknowledges nothing when it is false.
 *
 * @param handle must stay open: until it is closed no other file gets the file's inode number
 */
export async function checkOwnFile(handle: FileHandle, file: string): Promise<() => boolean> {
  const { dev, ino } = await handle.stat();
  return () => {
    try {
      const found = statSync(file, { throwIfNoEntry: false });
      return found?.ino === ino && found.dev === dev;
    } catch {
      // The path cannot be followed any more.
      return false;
    }
  };
}
